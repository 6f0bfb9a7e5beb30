namespace CapacityRouting.Simulation;

/// <summary>Another user of the same limits. The units that it takes are gone for the run's calls.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Share">The share of each limit that it asks for while it is active. More than 1 is a burst: it empties a bucket faster than that refills.</param>
public sealed record Neighbour(double Share)
{
    /// <summary>The period of its activity: it is active in the first part of each period, and at rest in the second. Default: zero, always active.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>The part of each period in which it is active, 0 to 1. Default: a half.</summary>
    public double ActivePart { get; init; } = 0.5;

    /// <summary>When it begins, since the start of the run. Default: at once.</summary>
    public TimeSpan From { get; init; }

    /// <summary>Whether it is active at a moment.</summary>
    /// <param name="moment">The moment, since the start of the run.</param>
    public bool IsAtWork(TimeSpan moment) =>
        moment >= From && (Period <= TimeSpan.Zero || (moment - From).Ticks % Period.Ticks < (Period * ActivePart).Ticks);
}
