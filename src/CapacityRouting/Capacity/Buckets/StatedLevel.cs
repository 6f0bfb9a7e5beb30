namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The statement of one reading about a bucket's arrival time. The provider counted at some time between the start of the attempt and now. So the
/// level now lies between its number and that number plus what has flowed in since. A level in between is as good as the reading.
/// </summary>
/// <param name="limit">The bucket's limit.</param>
/// <param name="left">The units left, as the provider counted.</param>
/// <param name="mirrors">Whether the provider's bucket is as large as this one and refills as fast.</param>
/// <param name="since">When the attempt started.</param>
/// <param name="now">When its answer came.</param>
internal readonly struct StatedLevel(RateLimit limit, long left, bool mirrors, long since, long now)
{
    private readonly long _missing = limit.CostOf(Math.Max(0, limit.Burst - left));

    public long Now => now;

    /// <summary>
    /// The target of the arrival time. The current value stays unless it contradicts the reading by a unit or more, as <c>remaining</c> is a whole number.
    /// A bucket that mirrors the provider's is corrected up or down. Any other bucket holds a grain or a share of the limit and is
    /// only ever lowered: a response must not refill it.
    /// </summary>
    /// <param name="current">The arrival time as it is, now or later.</param>
    /// <param name="marked">The arrival time at the mark; null when no mark measures what other calls took since.</param>
    public long Target(long current, long? marked)
    {
        long others = marked is { } arrival ? Math.Max(0, current - Math.Max(arrival, now)) : 0;
        long lowest = now + _missing + others;
        long highest = now + Math.Max(0, _missing - (now - since)) + others;
        long unit = limit.CostOf(1);
        if (highest - current >= unit)
            return Math.Min(highest, Math.Max(current, now + (2 * limit.ToleranceTicks)));
        return current - lowest >= unit && mirrors && marked is not null ? lowest : current;
    }
}
