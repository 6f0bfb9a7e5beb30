using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The mirror of a limiter that counts in windows, fixed or sliding: it admits what keeps every window of that length within its share of the
/// limit, so it need not know when the provider's begin. It does what a <see cref="Bucket"/> does, but takes only as of now.
/// </summary>
/// <remarks>
/// <para>The bound: in any window w of the length of the limiter's, at most the share (or the largest request, if that is larger) + what settlements
/// corrected in it.</para>
/// <para>More than the share is had when nothing is counted, and leaves a debt: every window after it pays a share. Where the share is the
/// whole limit there is no such request, and what a settlement counts beyond it is forgotten with its window, as the provider forgets it.</para>
/// </remarks>
internal readonly struct WindowBucket(RateLimit limit, WindowCounter counter)
{
    // A share of a second lets only a few calls in, and the errors of so few estimates do not even out.
    private const double LeastReserve = 0.04;

    private readonly long _paid = limit.Burst < limit.Limit ? limit.Burst : WindowSlot.Most;

    /// <summary>Whether a window has a part of the limit only, as seconds of a minute have.</summary>
    private bool IsPart => limit.Burst < limit.Limit;

    /// <summary>As <see cref="Bucket.WaitFor"/>: the first tick at which enough has left the window.</summary>
    public long WaitFor(long units, long now, double reserve, long ahead)
    {
        // What does not fit into one window with those ahead waits for another one.
        long before = ahead + Asked(units);
        long windows = ahead > 0 ? (before - 1) / limit.Burst : 0;
        long room = Room(before - (windows * limit.Burst), reserve);
        long wait = Atomic.VolatileRead(in counter.Total) <= room ? 0 : counter.WaitFor(room, now, _paid);
        return wait + (windows * counter.WindowTicks);
    }

    /// <summary>As <see cref="Bucket.TryTake"/>, but never ahead of the clock: what a later time forgets, now still counts.</summary>
    public bool TryTake(long units, long now, double reserve)
    {
        counter.MoveTo(now, _paid);
        return counter.TryCount(Countable(units), Room(Asked(units), reserve));
    }

    /// <summary>
    /// As <see cref="Bucket.Settle"/>. What is given back is given back to the part of the window in which it was taken, if that still counts. Output is
    /// counted by the provider as it is written, so all of it leaves the window a window after now, not after the start.
    /// </summary>
    public void Settle(long taken, long used, long start, long now)
    {
        long kept = limit.Dimension == CapacityDimension.OutputTokensPerMinute ? 0 : Math.Min(taken, used);
        if (used > kept)
            Charge(used - kept, now);
        if (taken > kept)
            counter.GiveBack(taken - kept, start);
    }

    /// <summary>As <see cref="Bucket.Level"/>.</summary>
    public double Level(long now) => limit.Burst - counter.CountedAt(now, _paid);

    /// <summary>As <see cref="Bucket.Fill"/>.</summary>
    public void Fill(long now)
    {
        counter.Clear();
        counter.MoveTo(now, _paid);
    }

    /// <summary>As <see cref="Bucket.KeepLevel"/>; what is missing counts for a whole window from now.</summary>
    public void KeepLevel(double level, long now)
    {
        Fill(now);
        if (limit.Burst > level)
            counter.Count(Countable((long)Math.Ceiling(limit.Burst - level)));
    }

    /// <summary>
    /// Lowers the level to what the provider says is left, if it is lower. Others took the rest, at the latest when the provider counted;
    /// that counts as of the attempt's start. The level is never raised: a window of the provider's own may have begun anew in the middle of ours.
    /// </summary>
    /// <param name="left">The units left, as the provider counted.</param>
    /// <param name="marked">What was counted at the mark; null when nothing measures what others took since.</param>
    /// <param name="since">When the attempt started.</param>
    /// <param name="now">When its answer came.</param>
    public void Lower(long left, long? marked, long since, long now)
    {
        counter.MoveTo(now, _paid);
        long elsewhere = Elsewhere(left, marked);
        if (elsewhere > 0)
            counter.CountAsOf(since, Countable(elsewhere));
    }

    /// <summary>The units that the provider counted and this bucket did not.</summary>
    public long Elsewhere(long left, long? marked) => limit.Burst - left - (marked ?? Atomic.VolatileRead(in counter.Total));

    private static long Countable(long units) => Math.Min(units, WindowSlot.Most);

    /// <summary>How many may be counted before a call that asks for so many units is let in.</summary>
    private long Room(long units, double reserve) => Math.Max(0, limit.Burst - units - (long)(Kept(reserve) * limit.Burst));

    /// <summary>
    /// What a call needs room for. Output is counted as it is written, so the provider lets a call in while anything is left of the share; where
    /// the share is small beside an answer, to ask for room for all of it would waste the rest. The whole of it counts for those who come after.
    /// </summary>
    private long Asked(long units) => IsPart && limit.Dimension == CapacityDimension.OutputTokensPerMinute ? Math.Min(1, units) : units;

    private double Kept(double reserve) => IsPart && reserve > 0 ? Math.Max(LeastReserve, reserve) : reserve;

    private void Charge(long units, long now)
    {
        counter.MoveTo(now, _paid);
        counter.Count(Countable(units));
    }
}
