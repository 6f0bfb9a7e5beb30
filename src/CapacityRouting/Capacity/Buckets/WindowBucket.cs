using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The mirror of a limiter that counts in windows, fixed or sliding. It keeps every window of that length within its share of the
/// limit, so it need not know when the provider's windows begin. It behaves like a <see cref="Bucket"/>, except that it takes only as of now.
/// </summary>
/// <remarks>
/// <para>The bound: any window of the limiter's length admits at most the share (or the largest request, if that is larger) plus the corrections by
/// settlements in it.</para>
/// <para>A request larger than the share is admitted when nothing is counted. It leaves a debt, of which every later window pays off one share. Where the share is the
/// whole limit no such request exists, and a settlement beyond the share is forgotten with its window, as by the provider.</para>
/// </remarks>
internal readonly struct WindowBucket(RateLimit limit, WindowCounter counter)
{
    // A share of a second admits only a few calls, and the errors of so few estimates do not even out.
    private const double LeastReserve = 0.04;

    private readonly long _paid = limit.Burst < limit.Limit ? limit.Burst : WindowSlot.Most;

    /// <summary>Whether a window has only a part of the limit, as seconds of a minute have.</summary>
    private bool IsPart => limit.Burst < limit.Limit;

    /// <summary>As <see cref="Bucket.WaitFor"/>: the ticks until enough units have left the window.</summary>
    public long WaitFor(long units, long now, double reserve, long ahead)
    {
        // What does not fit into one window together with the calls ahead waits for a later window.
        long before = ahead + Asked(units);
        long windows = ahead > 0 ? (before - 1) / limit.Burst : 0;
        long room = Room(before - (windows * limit.Burst), reserve);
        long wait = Atomic.VolatileRead(in counter.Total) <= room ? 0 : counter.WaitFor(room, now, _paid);
        return wait + (windows * counter.WindowTicks);
    }

    /// <summary>As <see cref="Bucket.TryTake"/>, but never ahead of the clock: units that a later time forgets still count now.</summary>
    public bool TryTake(long units, long now, double reserve)
    {
        counter.MoveTo(now, _paid);
        return counter.TryCount(Countable(units), Room(Asked(units), reserve));
    }

    /// <summary>
    /// As <see cref="Bucket.Settle"/>. A refund goes to the part of the window in which the units were taken, if that part still counts. Providers count output
    /// as it is written, so output leaves the window one window after now, not after the start.
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

    /// <summary>As <see cref="Bucket.KeepLevel"/>; the missing units count for a whole window from now.</summary>
    public void KeepLevel(double level, long now)
    {
        Fill(now);
        if (limit.Burst > level)
            counter.Count(Countable((long)Math.Ceiling(limit.Burst - level)));
    }

    /// <summary>
    /// Lowers the level to what the provider says is left, if that is lower. The difference was taken elsewhere, at the latest when the provider counted.
    /// It counts as of the attempt's start. The level is never raised: the provider's own window may have begun anew in the middle of this one.
    /// </summary>
    /// <param name="left">The units left, as the provider counted.</param>
    /// <param name="marked">The total at the mark; null when no mark measures what other calls took since.</param>
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

    /// <summary>The largest total at which a call of so many units is admitted.</summary>
    private long Room(long units, double reserve) => Math.Max(0, limit.Burst - units - (long)(Kept(reserve) * limit.Burst));

    /// <summary>
    /// The units that a call needs room for. Providers count output as it is written, so they admit a call while anything is left of the share. Where
    /// the share is small beside an answer, asking for room for the whole answer would waste the rest. The whole answer still counts for later calls.
    /// </summary>
    private long Asked(long units) => IsPart && limit.Dimension == CapacityDimension.OutputTokensPerMinute ? Math.Min(1, units) : units;

    private double Kept(double reserve) => IsPart && reserve > 0 ? Math.Max(LeastReserve, reserve) : reserve;

    private void Charge(long units, long now)
    {
        counter.MoveTo(now, _paid);
        counter.Count(Countable(units));
    }
}
