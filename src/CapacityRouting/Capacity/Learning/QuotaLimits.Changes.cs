using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>Puts changed limits in force: all at once, under the lock, with the levels kept.</summary>
internal sealed partial class QuotaLimits
{
    private bool DropLapsed(long now)
    {
        long latest = now - clock.ToTicks(LearnedFor);
        lock (_gate)
        {
            RateLimit[] before = InForce;
            Put(After((dimension, terms) => terms.NamedSince(latest).StatedSince(latest, HeardAt(dimension)), now), left: null, now);
            return !before.Select(limit => (limit.Dimension, limit.Limit)).SequenceEqual(InForce.Select(limit => (limit.Dimension, limit.Limit)));
        }
    }

    private long HeardAt(CapacityDimension dimension) => Atomic.VolatileRead(in _heardAt[(int)dimension]);

    // Separate from Grow, where the lambda's closure would be allocated on every take.
    private bool GrowAll(long now)
    {
        lock (_gate)
            Put(After((_, terms) => terms.Grown(now, clock), now), left: null, now);
        return true;
    }

    private bool Untell(CapacityDimension dimension, long now) => Change(dimension, before => before.Untold(), left: null, now);

    private void MarkWhole(CapacityDimension dimension, long now) => Change(dimension, before => before.ShownWhole(), left: null, now);

    // Separate from Learn, where the lambda's closure would be allocated for every reading.
    private bool TakeOver(CapacityDimension dimension, long stated, long? left, HeaderLimitUse use, long now) =>
        Change(dimension, before => before.Told(stated, use, now), left, now);

    private bool Change(CapacityDimension dimension, Func<LimitTerms, LimitTerms> change, long? left, long now)
    {
        lock (_gate)
        {
            long? before = RateLimit.Find(InForce, dimension)?.Limit;
            RateLimit[] after = After((each, terms) => each == dimension ? change(terms) : terms, now);
            Put(after, left, now);
            return RateLimit.Find(after, dimension)?.Limit != before;
        }
    }

    private RateLimit[] After(Func<CapacityDimension, LimitTerms, LimitTerms> change, long now)
    {
        BurstDefaults held = bursts.Or(_configured);
        if (IsDistrusted(now))
            held = held with { AreAssumed = false };
        RateLimit[] before = InForce;
        return [.. from dimension in Enum.GetValues<CapacityDimension>()
                   let terms = change(dimension, RateLimit.Find(before, dimension)?.Terms ?? LimitTerms.None)
                   where terms.InForce is not null
                   select RateLimit.Of(dimension, terms, held, clock, RateLimit.Find(before, dimension) ?? _removed.Find(dimension))];
    }

    /// <param name="after">The limits in force from now on.</param>
    /// <param name="left">The units that the provider says are left in a new dimension; null when it did not say.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    private void Put(RateLimit[] after, long? left, long now)
    {
        RateLimit[] current = InForce;
        foreach (RateLimit limit in after)
        {
            RateLimit? before = RateLimit.Find(current, limit.Dimension);
            if (before?.IsLike(limit) == true)
                continue;
            if (before is null)
                Begin(limit, left, now);
            else if (!limit.SharesWindow(before))
                words.BucketOf(limit).KeepLevel(LevelAfter(before, limit, now), now);
            words.ReconcilerOf(limit).VoidMarks();
        }

        _removed.Keep(current);
        Atomic.VolatileWrite(ref _smallest, after.Select(limit => limit.Limit).DefaultIfEmpty(long.MaxValue).Min());
        long[] stated = [.. after.Where(limit => limit.Terms.Named is not null).Select(limit => limit.Terms.NamedAt), .. after.Where(limit => limit.Terms.Stated is not null).Select(limit => HeardAt(limit.Dimension))];
        Atomic.VolatileWrite(ref _lapse, stated.Length > 0 ? stated.Min() + clock.ToTicks(LearnedFor) : Clock.Never);
        long due = Atomic.VolatileRead(in _growth);
        bool isDue = due <= now || due == Clock.Never;
        Atomic.VolatileWrite(ref _growth, !Array.Exists(after, limit => limit.Terms.Estimate is not null) ? Clock.Never : isDue ? now + clock.ToTicks(BetweenSteps) : due);
        Atomic.VolatileWrite(ref _inForce, after);
    }

    /// <summary>The level after a change. A bucket that an estimate kept small, and that was full, is full without it.</summary>
    private double LevelAfter(RateLimit before, RateLimit limit, long now)
    {
        double level = words.BucketOf(before).Level(now);
        return before.Terms.Estimate is not null && level >= before.Burst && limit.Burst > before.Burst ? limit.Burst : limit.LevelAfter(before, level);
    }

    /// <summary>
    /// A new dimension starts full, one that was removed at its level, or either at what is left less the other requests under way, which the provider may not have counted yet.
    /// Their tokens are unknown: no bucket counted them.
    /// </summary>
    private void Begin(RateLimit limit, long? left, long now)
    {
        Bucket bucket = words.BucketOf(limit);
        if (left - (limit.CountOf(CapacityUnits.RequestOnly) * Math.Max(0, slots.InFlight - 1)) is { } units && units < limit.Burst)
        {
            bucket.Begin(Math.Max(units, -limit.Burst), now);
            words.ReconcilerOf(limit).NoteCorrection();
        }
        else if (!_removed.Resume(limit, now))
        {
            bucket.Fill(now);
        }
    }
}
