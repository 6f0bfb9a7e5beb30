namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// Enforces one limit exactly, in whole numbers: no side gains by rounding. The code is independent of the library's own buckets,
/// since it judges them. Times are those of the run and never go back. Not thread-safe; the provider holds the lock.
/// </summary>
internal interface ILimiter
{
    /// <summary>The enforced limit.</summary>
    ProviderLimit Limit { get; }

    /// <summary>Whether so many units would be admitted now. Zero units need one unit left.</summary>
    bool Fits(long units, TimeSpan now);

    /// <summary>Counts units, whether they fit or not. A negative number gives some back, as far as the limiter still has them.</summary>
    void Take(long units, TimeSpan now);

    /// <summary>The time until so many units would fit without other requests, to the tick. Zero when they fit now. Null when they never do.</summary>
    TimeSpan? Until(long units, TimeSpan now);

    /// <summary>
    /// The whole units that are left, never below zero, and the time until no unit is in use. The share in use is relative to the most units at one
    /// moment: a bucket's burst or a grain's share, where that differs from the limit.
    /// </summary>
    Standing Read(TimeSpan now);
}
