using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity;

/// <summary>
/// What one account or deployment lets through: a bucket for each limited dimension, the calls under way, and the times it is
/// shut. Routes that share an account share its quota.
/// </summary>
/// <remarks>
/// Safe for any number of threads, lock-free, and free of allocation, except where limits change. A call takes from every dimension or
/// from none: what was taken before a later dimension refuses is given back, so a race can refuse too much for an instant but never
/// admit too much.
/// </remarks>
internal sealed class Quota
{
    private const long Never = -Clock.Never;

    // While responses tell what is left, a refusal is somebody else's doing, and the next response mends the level.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly QuotaWords _words = new();
    private readonly QuotaLimits _limits;
    private readonly long[] _refusedAt = [.. Enumerable.Repeat(Never, QuotaWords.Dimensions)];
    private readonly long _fresh;
    private long _toldAt = Never;

    /// <param name="limits">The settings; <see cref="Reconfigure"/> changes them.</param>
    /// <param name="clock">The time of all its calls.</param>
    /// <param name="jitter">Spreads what is guessed.</param>
    /// <param name="bursts">What per-minute buckets hold where the settings don't say. Default: 10 seconds' worth.</param>
    public Quota(CapacityLimits limits, Clock clock, Jitter jitter, BurstDefaults? bursts = null)
    {
        Clock = clock;
        _fresh = clock.ToTicks(Fresh);
        Cooldown = new(clock, jitter);
        Closure = new(clock);
        Slots = _words.Slots(new(clock));
        _limits = new(_words, Slots, bursts ?? BurstDefaults.Unknown, clock);
        long now = clock.Now;
        Reconfigure(limits, now);
        if (Limits.Length == 0)
            Slots.Ramp.BeginUnknown(now);
    }

    public Clock Clock { get; }

    public Cooldown Cooldown { get; }

    public Closure Closure { get; }

    public Slots Slots { get; }

    public RateLimit[] Limits => _limits.InForce;

    /// <summary>False when some dimension's whole limit is smaller than the request.</summary>
    public bool CanEverPass(in CapacityUnits units)
    {
        if (Math.Max(units.Tokens, units.Cost) <= _limits.Smallest)
            return true;
        foreach (RateLimit limit in Limits)
            if (limit.CountOf(units) > limit.Limit)
                return _limits.Lapse() && CanEverPass(units);
        return true;
    }

    /// <summary>Ticks until every bucket has room, and keeps its reserve; slots are not foreseeable and not asked.</summary>
    /// <param name="units">What the call takes.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left then, 0 to 1.</param>
    /// <param name="ahead">What others will take before it.</param>
    public long WaitFor(in CapacityUnits units, long now, double reserve = 0, in CapacityUnits ahead = default)
    {
        long wait = 0;
        foreach (RateLimit limit in Limits)
            wait = Math.Max(wait, _words.BucketOf(limit).WaitFor(limit.CountOf(units), now, reserve, limit.CountOf(ahead)));
        return wait;
    }

    /// <summary>The share of its burst that the emptiest bucket has left: 1 where nothing is limited, below zero in debt.</summary>
    public double LeftShare(long now)
    {
        double least = 1;
        foreach (RateLimit limit in Limits)
            least = Math.Min(least, _words.BucketOf(limit).Level(now) / limit.Burst);
        return least;
    }

    /// <summary>Takes a slot and the units of every dimension now, or nothing at all.</summary>
    /// <param name="units">What the call takes.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="lease">What was taken.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left then, 0 to 1.</param>
    public bool TryLease(in CapacityUnits units, long now, out Lease lease, double reserve = 0)
    {
        lease = default;
        if (Slots.Ramp.Width != Ramp.Off)
            Slots.Ramp.Look(now);
        if (!Slots.TryEnter())
            return false;

        // Only a refusal asks whether the limit behind it still holds.
        if (TryTake(units, now, reserve) || ((_limits.Lapse(now) | _limits.Grow(now)) && TryTake(units, now, reserve)))
        {
            lease = new(this, units, now);
            return true;
        }

        Slots.Leave();
        return false;
    }

    public double Level(RateLimit limit, long now) =>
        _words.BucketOf(limit).Level(now) - limit.UnitsIn(limit.ToleranceTicks - limit.ReleasedTicks(now));

    /// <summary>The units that are missing to a full bucket.</summary>
    public double Used(RateLimit limit, long now) => _words.BucketOf(limit).Used(now);

    /// <summary>Goes on where another process left off, see <see cref="Bucket.Resume"/>.</summary>
    public void Resume(RateLimit limit, long used, long flowedBack, long now) => _words.BucketOf(limit).Resume(used, flowedBack, now);

    /// <summary>Whether a day's or month's limit that goes by the calendar has no room for the units until its next period, or its next release.</summary>
    public bool IsSpent(in CapacityUnits units, long now)
    {
        foreach (RateLimit limit in Limits)
            if (limit.Calendar is not null && _words.BucketOf(limit).WaitFor(limit.CountOf(units), now) > 0)
                return true;
        return false;
    }

    public void Settle(in CapacityUnits taken, in CapacityUnits used, long start, long now)
    {
        foreach (RateLimit limit in Limits)
            _words.BucketOf(limit).Settle(limit.CountOf(taken), limit.CountOf(used), start, now);
    }

    /// <summary>Puts new settings in force and keeps each level in units; a dimension that is new starts full.</summary>
    public void Reconfigure(CapacityLimits limits, long now) => _limits.Reconfigure(limits, now);

    /// <summary>Where the buckets stand: to be taken right after an attempt's lease, for <see cref="Learn"/>. Allocates nothing.</summary>
    public QuotaMark Mark(long now)
    {
        QuotaMark mark = new(now);
        foreach (RateLimit limit in Limits)
            mark[limit.Dimension] = _words.AnchorOf(limit).Mark;
        return mark;
    }

    /// <summary>
    /// Takes over what a response said of limits and what is left of them: before the lease of a call that ran is settled, and after that of
    /// one that was refused, since the provider's count has the units of the one and not of the other. Allocates nothing unless a limit is news.
    /// </summary>
    /// <returns>Whether a limit in force changed.</returns>
    public bool Learn(ReadOnlySpan<LimitReading> readings, in QuotaMark mark, HeaderLimitUse use, long now)
    {
        bool changed = _limits.Lapse(now);
        foreach (ref readonly LimitReading reading in readings)
            if (reading is { Remaining: not null, IsWhole: true })
                Atomic.Write(ref _toldAt, now);
        return use == HeaderLimitUse.Ignore ? changed : _limits.Learn(readings, mark, use, now) | changed;
    }

    /// <summary>
    /// A refusal for want of capacity. What it says of the level is taken over; where no response tells the level all the time, what it
    /// teaches of the rate as well. Calls sent before the last refusal teach nothing new.
    /// </summary>
    public void Refused(in Refusal refusal, long now)
    {
        if (MetBy(refusal, now) is not { } limit)
        {
            if (Limits.Length == 0)
                Slots.Ramp.BeginAgain(Slots.InFlight, now);
            return;
        }

        if (refusal.LevelOf(limit) is not { } left)
            return;
        Bucket bucket = _words.BucketOf(limit);
        double drift = bucket.Level(now) - left;
        ref long refusedAt = ref _refusedAt[(int)limit.Dimension];
        long last = Atomic.Read(in refusedAt);
        if (drift < 1 || refusal.StartedAt < last)
            return;
        long? sinceLast = last == Never || bucket.WasFullSince(last) ? null : now - last;

        // A tick on: the correction itself may note that the bucket was full.
        Atomic.Write(ref refusedAt, now + 1);
        _limits.Lower(limit, (long)left, now);
        if (now - Atomic.Read(in _toldAt) > _fresh)
            _limits.Estimate(limit.Dimension, RefusalLesson.Of(limit, drift, sinceLast, now, Clock), now);
    }

    /// <summary>The limit that a refusal met: the one it names, else the emptiest of a minute.</summary>
    private RateLimit? MetBy(in Refusal refusal, long now)
    {
        RateLimit? met = null;
        double least = double.PositiveInfinity;
        foreach (RateLimit limit in Limits)
        {
            if (refusal.Dimension is { } named ? limit.Dimension != named : limit.IsAllowance)
                continue;
            double share = _words.BucketOf(limit).Level(now) / limit.Burst;
            if (share < least)
                (met, least) = (limit, share);
        }

        return met;
    }

    /// <summary>Takes over a limit that a refusal named in prose; it tightens for an hour, or changes nothing.</summary>
    /// <returns>Whether a limit in force changed.</returns>
    public bool LearnLimit(CapacityDimension dimension, long limit, HeaderLimitUse use, long now) =>
        use != HeaderLimitUse.Ignore && _limits.LearnLimit(dimension, limit, now);

    private bool TryTake(in CapacityUnits units, long start, double reserve = 0)
    {
        RateLimit[] limits = Limits;
        for (int i = 0; i < limits.Length; i++)
        {
            if (_words.BucketOf(limits[i]).TryTake(limits[i].CountOf(units), start, reserve))
                continue;
            while (--i >= 0)
                _words.BucketOf(limits[i]).Settle(limits[i].CountOf(units), 0, start, start);
            return false;
        }

        return true;
    }
}
