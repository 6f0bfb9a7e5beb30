using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// What refusals teach a quota: what is left, and, where they name a limit and no response tells the level all the time, how fast that really fills. Where
/// there are no limits to mend, only the calls under way are held back.
/// </summary>
internal sealed class RefusalLearner(QuotaWords words, QuotaLimits limits, ConcurrencyLimiter slots, Clock clock)
{
    private const long Never = -Clock.Never;

    // While responses tell what is left, a refusal is somebody else's doing, and the next response mends the level.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly long[] _refusedAt = [.. Enumerable.Repeat(Never, QuotaWords.Dimensions)];
    private readonly long[] _refusedUntil = new long[QuotaWords.Dimensions];
    private readonly long[] _leftThen = new long[QuotaWords.Dimensions];
    private readonly long _fresh = clock.ToTicks(Fresh);
    private long _toldAt = Never;
    private long _narrowedAt = Never;

    /// <summary>A response told what is left.</summary>
    public void Told(ReadOnlySpan<LimitReading> readings, long now)
    {
        foreach (ref readonly LimitReading reading in readings)
            if (reading is { Remaining: not null, IsWhole: true })
                Atomic.VolatileWrite(ref _toldAt, now);
    }

    /// <summary>A call was refused for want of capacity: what was only assumed is over, and where nothing is limited the calls under way are held back.</summary>
    public void Doubt(Refusal refusal, long now)
    {
        limits.Distrust(now);
        if (limits.InForce.Length == 0)
            Narrow(refusal, now);
    }

    /// <summary>Learns from such a refusal. What was sent before the last one came teaches nothing new.</summary>
    public void Learn(Refusal refusal, long now)
    {
        if (MetBy(refusal, now) is not { } limit || refusal.LevelOf(limit) is not { } left)
            return;
        Bucket bucket = words.BucketOf(limit);
        double drift = bucket.Level(now) - left;
        ref long refusedAt = ref _refusedAt[(int)limit.Dimension];
        ref long refusedUntil = ref _refusedUntil[(int)limit.Dimension];
        long last = Atomic.VolatileRead(in refusedAt);
        if (drift < 1 || refusal.StartedAt < last)
            return;
        long until = now + refusal.StatedWait;
        bool isSecond = last != Never && !bucket.WasFullSince(last);
        RefusalDrift? since = isSecond ? new(drift, until - Atomic.VolatileRead(in refusedUntil), refusal.Remaining is null ? AcceptedSince(last, limit, now) : 0) : null;

        // A tick on: the correction itself may note that the bucket was full.
        Atomic.VolatileWrite(ref refusedAt, now + 1);
        Atomic.VolatileWrite(ref refusedUntil, until);
        if (refusal.IsOfALimit && now - Atomic.VolatileRead(in _toldAt) > _fresh)
            limits.Estimate(limit.Dimension, RefusalLesson.Of(limit, since, now, clock), now);
        Lower(refusal, limit.Dimension, now);
        Atomic.VolatileWrite(ref _leftThen[(int)limit.Dimension], (long)Math.Floor(bucket.Level(now)));
    }

    /// <summary>The units in a window at which calls were accepted since the last refusal, read off the bucket: what flowed in and is not there was taken.</summary>
    private double AcceptedSince(long last, RateLimit limit, long now)
    {
        long elapsed = now - last;
        double accepted = Atomic.VolatileRead(in _leftThen[(int)limit.Dimension]) + limit.UnitsIn(elapsed) - words.BucketOf(limit).Level(now);
        return elapsed > 0 ? accepted / elapsed * limit.WindowTicks : 0;
    }

    /// <summary>
    /// By the limit as it is taken for from now on: what was stated is a time, and it is to be waited as long. In a window what is missing counts for all of it,
    /// so there only a figure says what is left.
    /// </summary>
    private void Lower(Refusal refusal, CapacityDimension dimension, long now)
    {
        if (RateLimit.Find(limits.InForce, dimension) is { } limit && (limit.Window is null || refusal.Remaining is not null) && refusal.LevelOf(limit) is { } left)
            limits.Lower(limit, (long)left, now);
    }

    /// <summary>Once for all the calls that were under way together.</summary>
    private void Narrow(Refusal refusal, long now)
    {
        long last = Atomic.VolatileRead(in _narrowedAt);
        if (refusal.StartedAt >= last && Atomic.CompareAndSwap(ref _narrowedAt, last, now))
            slots.SlowStart.Narrow(slots.InFlight, now);
    }

    /// <summary>The limit that a refusal met: the one it names, else the emptiest of a minute.</summary>
    private RateLimit? MetBy(Refusal refusal, long now)
    {
        RateLimit? met = null;
        double least = double.PositiveInfinity;
        foreach (RateLimit limit in limits.InForce)
        {
            if (limit.IsAllowance || (refusal.Dimension is { } named && limit.Dimension != named))
                continue;
            double share = words.BucketOf(limit).Level(now) / limit.Burst;
            if (share < least)
                (met, least) = (limit, share);
        }

        return met;
    }
}
