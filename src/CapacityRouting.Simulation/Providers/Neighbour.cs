namespace CapacityRouting.Simulation;

/// <summary>Another user of the same limits. The units that it takes are not available to calls. Immutable.</summary>
/// <param name="Share">The part of each limit that it asks for while it is active, 0 to 1.</param>
public sealed record Neighbour(double Share)
{
    /// <summary>The neighbour is active in the first half of each such period, and inactive in the second. Default: zero, always active.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>The start of its activity, since the start of the run. Default: at once.</summary>
    public TimeSpan From { get; init; }

    /// <summary>Whether the neighbour is active at a moment.</summary>
    /// <param name="moment">The moment, since the start of the run.</param>
    public bool IsAtWork(TimeSpan moment) =>
        moment >= From && (Period <= TimeSpan.Zero || (moment - From).Ticks % Period.Ticks < Period.Ticks / 2);
}
