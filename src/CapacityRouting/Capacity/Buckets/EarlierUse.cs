namespace CapacityRouting.Capacity.Buckets;

/// <summary>The use of one limit before this process, or before one of its routers, in ticks of the limit as of now.</summary>
/// <param name="limit">The limit.</param>
/// <param name="used">The use that still counts: of a limit that refills continuously, less what has flowed back.</param>
/// <param name="known">The part that the bucket already counted at the beginning: a quota that outlives a router has all of it.</param>
/// <param name="now">The time.</param>
internal readonly struct EarlierUse(RateLimit limit, long used, long known, long now)
{
    private readonly long _deepest = limit.From(now) + (2 * limit.ToleranceTicks);

    /// <summary>The time from which an arrival time counts.</summary>
    public long From { get; } = limit.From(now);

    /// <summary>The corrected arrival time. It is never earlier than before. Its debt is at most once the limit, unless it was deeper before.</summary>
    /// <param name="current">The arrival time as it is, at <see cref="From"/> or later.</param>
    /// <param name="isAdded">Whether it counts only what was used since, and not a provider's count of both.</param>
    public long Target(long current, bool isAdded) =>
        Math.Max(current, Math.Min(_deepest, isAdded ? current + Math.Max(0, used - known) : From + used));
}
