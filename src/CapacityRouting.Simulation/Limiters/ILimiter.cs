namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// Enforces one limit, exactly: in whole numbers, without rounding in anyone's favour. Written independently of the library's own buckets,
/// whose judge it is. Times are those of the run and never go back. Not thread-safe; the provider holds the lock.
/// </summary>
internal interface ILimiter
{
    /// <summary>The limit that it enforces.</summary>
    ProviderLimit Limit { get; }

    /// <summary>Whether so many units would be admitted now; zero units need the limit not to be used up.</summary>
    bool Fits(long units, TimeSpan now);

    /// <summary>Counts units, whether they fit or not; a negative number gives some back, as far as the limiter still remembers them.</summary>
    void Take(long units, TimeSpan now);

    /// <summary>How long until so many units would fit if nothing else came, to the tick; zero when they do. Null: never.</summary>
    TimeSpan? Until(long units, TimeSpan now);

    /// <summary>
    /// Whole units that are left, never below zero, and how long until nothing is used any more. The share in use is that of what can be there at once:
    /// a bucket's burst or a grain's part, where that is not the limit.
    /// </summary>
    Standing Read(TimeSpan now);
}
