using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// Learns from the refusals of a quota. A refusal gives the level. Where refusals name a limit and no response states the level meanwhile, two of them also give the true rate.
/// Where no limits are known, a refusal only narrows the concurrency.
/// </summary>
internal sealed class RefusalLearner(QuotaWords words, QuotaLimits limits, ConcurrencyLimiter slots, Clock clock)
{
    private const long Never = -Clock.Never;

    // While responses state what is left, a refusal is caused by other traffic, and the next response corrects the level.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly long[] _refusedAt = [.. Enumerable.Repeat(Never, QuotaWords.Dimensions)];
    private readonly long[] _refusedUntil = new long[QuotaWords.Dimensions];
    private readonly long[] _leftThen = new long[QuotaWords.Dimensions];
    private readonly long _fresh = clock.ToTicks(Fresh);
    private long _toldAt = Never;
    private long _narrowedAt = Never;

    /// <summary>Notes responses that state what is left.</summary>
    public void Told(ReadOnlySpan<LimitReading> readings, long now)
    {
        foreach (ref readonly LimitReading reading in readings)
            if (reading is { Remaining: not null, IsWhole: true })
                Atomic.VolatileWrite(ref _toldAt, now);
    }

    /// <summary>Notes a refusal for lack of capacity. Assumed bursts end, and where nothing is limited the concurrency narrows.</summary>
    public void Doubt(Refusal refusal, long now)
    {
        limits.Distrust(now);
        if (limits.InForce.Length == 0)
            Narrow(refusal, now);
    }

    /// <summary>Learns from a refusal. A call sent before the last refusal adds no information.</summary>
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

        // One tick later: the correction itself may note that the bucket was full.
        Atomic.VolatileWrite(ref refusedAt, now + 1);
        Atomic.VolatileWrite(ref refusedUntil, until);
        if (refusal.IsOfALimit && now - Atomic.VolatileRead(in _toldAt) > _fresh)
            limits.Estimate(limit.Dimension, RefusalLesson.Of(limit, since, now, clock), now);
        Lower(refusal, limit.Dimension, now);
        Atomic.VolatileWrite(ref _leftThen[(int)limit.Dimension], (long)Math.Floor(bucket.Level(now)));
    }

    /// <summary>The rate of accepted calls since the last refusal, in units per window. It is read off the bucket: what flowed in and is gone was taken.</summary>
    private double AcceptedSince(long last, RateLimit limit, long now)
    {
        long elapsed = now - last;
        double accepted = Atomic.VolatileRead(in _leftThen[(int)limit.Dimension]) + limit.UnitsIn(elapsed) - words.BucketOf(limit).Level(now);
        return elapsed > 0 ? accepted / elapsed * limit.WindowTicks : 0;
    }

    /// <summary>
    /// Lowers the level by the new estimate of the limit: the statement is a time, and the wait must be as long. In a window the missing units count for all of it,
    /// so only a stated figure lowers it.
    /// </summary>
    private void Lower(Refusal refusal, CapacityDimension dimension, long now)
    {
        if (RateLimit.Find(limits.InForce, dimension) is { } limit && (limit.Window is null || refusal.Remaining is not null) && refusal.LevelOf(limit) is { } left)
            limits.Lower(limit, (long)left, now);
    }

    /// <summary>Narrows the concurrency, once for all the calls that were under way together.</summary>
    private void Narrow(Refusal refusal, long now)
    {
        long last = Atomic.VolatileRead(in _narrowedAt);
        if (refusal.StartedAt >= last && Atomic.CompareAndSwap(ref _narrowedAt, last, now))
            slots.SlowStart.Narrow(slots.InFlight, now);
    }

    /// <summary>The limit that a refusal met: the limit that it names, else the emptiest per-minute limit.</summary>
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
