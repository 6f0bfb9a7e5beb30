namespace CapacityRouting.Capacity.Buckets;

/// <summary>What was used of one limit before this process, or before a router of it, in ticks of the limit by now.</summary>
/// <param name="limit">The limit.</param>
/// <param name="used">What is still used of it: of a limit that flows back, less what has.</param>
/// <param name="known">What of that the bucket had already when it began to be counted: a quota that outlives a router has it all.</param>
/// <param name="now">The time.</param>
internal readonly struct EarlierUse(RateLimit limit, long used, long known, long now)
{
    private readonly long _deepest = limit.From(now) + (2 * limit.ToleranceTicks);

    /// <summary>From where an arrival counts.</summary>
    public long From { get; } = limit.From(now);

    /// <summary>Where an arrival belongs: never before where it is, and never deeper than a debt of once the limit unless it is there already.</summary>
    /// <param name="current">The arrival as it is, at <see cref="From"/> or later.</param>
    /// <param name="isAdded">Whether it says what was used since, and not what a provider says of both.</param>
    public long Target(long current, bool isAdded) =>
        Math.Max(current, Math.Min(_deepest, isAdded ? current + Math.Max(0, used - known) : From + used));
}
