namespace CapacityRouting.Simulation;

/// <summary>Somebody else who draws on the same limits. What it takes, calls no longer have. Immutable.</summary>
/// <param name="Share">How much of each limit it asks for while it is at work, 0 to 1.</param>
public sealed record Neighbour(double Share)
{
    /// <summary>It is at work in the first half of each such period, and at rest in the second. Default: zero, always at work.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>When it comes, since the start of the run. Default: at once.</summary>
    public TimeSpan From { get; init; }

    /// <summary>Whether it is at work at a moment.</summary>
    /// <param name="moment">The moment, since the start of the run.</param>
    public bool IsAtWork(TimeSpan moment) =>
        moment >= From && (Period <= TimeSpan.Zero || (moment - From).Ticks % Period.Ticks < Period.Ticks / 2);
}
