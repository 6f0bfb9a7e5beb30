using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Learning;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Capacity.Sharing;
using CapacityRouting.Health;
using CapacityRouting.Time;

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
internal sealed partial class Quota
{
    private readonly QuotaWords _words = new();
    private readonly QuotaLimits _limits;
    private readonly RefusalLearner _refusals;

    /// <param name="limits">The settings; <see cref="Reconfigure"/> changes them.</param>
    /// <param name="clock">The time of all its calls.</param>
    /// <param name="jitter">Spreads what is guessed.</param>
    /// <param name="bursts">What per-minute buckets hold where the settings don't say. Default: 10 seconds' worth.</param>
    /// <param name="parent">The quota that this one is a part of, say that of the whole account.</param>
    public Quota(CapacityLimits limits, Clock clock, Jitter jitter, BurstDefaults? bursts = null, Quota? parent = null)
    {
        Clock = clock;
        Parent = parent;
        Availability = new(clock, jitter, parent?.Availability);
        Slots = _words.Slots(new(clock));
        _limits = new(_words, Slots, bursts ?? BurstDefaults.Unknown, clock);
        _refusals = new(_words, _limits, Slots, clock);
        long now = clock.Now;
        Reconfigure(limits, now);
        if (Limits.Length == 0 && limits.MaxConcurrentRequests is null)
            Slots.SlowStart.BeginUnknown(now);
    }

    public Clock Clock { get; }

    /// <summary>Whether it may be drawn on at all.</summary>
    public Availability Availability { get; }

    public Cooldown Cooldown => Availability.Cooldown;

    public Lockout Lockout => Availability.Lockout;

    public ConcurrencyLimiter Slots { get; }

    public RateLimit[] Limits => _limits.InForce;

    /// <summary>The quota that this one is a part of: what is taken here is taken there too. Null for none.</summary>
    public Quota? Parent { get; }

    /// <summary>Which of several lines that wait for it goes next.</summary>
    public QuotaTurns Turns { get; } = new();

    /// <summary>Whether as many calls are under way as may be, here or in the whole.</summary>
    public bool IsFull => IsFullFor(pastAdvice: false);

    /// <summary>When a full one opens by itself; <see cref="Clock.Never"/> where only calls that end make room.</summary>
    public long OpensAt
    {
        get
        {
            long own = !Slots.IsFull ? 0 : Slots.IsSlowStarting ? Slots.SlowStart.WidensAt : Clock.Never;
            return Parent is null ? own : Math.Max(own, Parent.OpensAt);
        }
    }

    /// <summary>Whether a slow start is all that holds calls up, here or in the whole.</summary>
    public bool IsSlowStarting => Slots.IsFull ? Slots.IsSlowStarting : Parent is { IsSlowStarting: true };

    /// <summary>When a slot will be free, here and in the whole: see <see cref="ConcurrencyLimiter.FreeAt"/>.</summary>
    public long FreeAt(long callsAhead, long callsAheadWithin, long now)
    {
        long own = Slots.FreeAt(callsAhead, now);
        return Parent is null ? own : Math.Max(own, Parent.FreeAt(callsAheadWithin, 0, now));
    }

    /// <summary>
    /// False when some dimension's whole limit is smaller than the request. An estimate does not count: who is above it passes when the bucket is full, and only
    /// those who try let it grow.
    /// </summary>
    public bool CanEverPass(in CapacityUnits units)
    {
        if (Math.Max(units.Tokens, units.Cost) > _limits.Smallest)
            foreach (RateLimit limit in Limits)
                if (limit.CountOf(units) > limit.Terms.Known)
                    return _limits.Lapse() && CanEverPass(units);
        return Parent is null || Parent.CanEverPass(units);
    }

    /// <summary>Ticks until every bucket has room, and keeps its reserve; slots are not foreseeable and not asked.</summary>
    /// <param name="units">What the call takes.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left then, 0 to 1.</param>
    /// <param name="ahead">What others will take before it.</param>
    /// <param name="aheadWithin">What others will take before it of the whole that this is a part of.</param>
    public long WaitFor(in CapacityUnits units, long now, double reserve = 0, in CapacityUnits ahead = default, in CapacityUnits aheadWithin = default)
    {
        long wait = 0;
        foreach (RateLimit limit in Limits)
            wait = Math.Max(wait, _words.BucketOf(limit).WaitFor(limit.CountOf(units), now, reserve, limit.CountOf(ahead)));
        return Parent is null ? wait : Math.Max(wait, Parent.WaitFor(units, now, reserve, aheadWithin));
    }

    /// <summary>The share of its burst that the emptiest bucket has left once others have taken theirs: 1 where nothing is limited, below zero in debt.</summary>
    public double LeftShare(long now, in CapacityUnits ahead = default, in CapacityUnits aheadWithin = default)
    {
        double least = Parent?.LeftShare(now, aheadWithin) ?? 1;
        foreach (RateLimit limit in Limits)
            least = Math.Min(least, (_words.BucketOf(limit).Level(now) - limit.CountOf(ahead)) / limit.Burst);
        return least;
    }

    /// <summary>Takes note of what time alone has opened, as a take does that finds no room; true when something may have.</summary>
    public bool Renew(long now) => Slots.SlowStart.Look(now) | _limits.Lapse(now) | _limits.Grow(now) | (Parent is not null && Parent.Renew(now));

    /// <summary>Lets those look again who wait for it, or for the whole, at whatever was opened before this. Not to be called under a lock.</summary>
    public void NotifyReleased()
    {
        Slots.NotifyReleased();
        Parent?.Slots.NotifyReleased();
    }

    public double Level(RateLimit limit, long now) =>
        _words.BucketOf(limit).Level(now) - limit.UnitsIn(limit.ToleranceTicks - limit.ReleasedTicks(now));

    /// <summary>The units that are missing to a full bucket.</summary>
    public double Used(RateLimit limit, long now) => _words.BucketOf(limit).Used(now);

    /// <summary>Goes on where another process left off, see <see cref="BucketReconciler.Resume"/>.</summary>
    /// <returns>How far the arrival moved.</returns>
    public long Resume(RateLimit limit, in EarlierUse earlier, uint corrections) => _words.AnchorOf(limit).Resume(earlier, corrections);

    /// <summary>Whether a day's or month's limit that goes by the calendar has no room for the units until its next period, or its next release.</summary>
    public bool IsSpent(in CapacityUnits units, long now)
    {
        foreach (RateLimit limit in Limits)
            if (limit.Calendar is not null && _words.BucketOf(limit).WaitFor(limit.CountOf(units), now) > 0)
                return true;
        return Parent is not null && Parent.IsSpent(units, now);
    }

    /// <summary>Puts new settings in force and keeps each level in units; a dimension that is new starts full.</summary>
    public void Reconfigure(CapacityLimits limits, long now) => _limits.Reconfigure(limits, now);

    /// <summary>Where the buckets stand: to be taken right after an attempt's lease, for <see cref="Learn"/>.</summary>
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
    public bool Learn(ReadOnlySpan<LimitReading> readings, QuotaMark mark, HeaderLimitUse use, long now)
    {
        bool changed = _limits.Lapse(now);
        _refusals.Told(readings, now);
        return use == HeaderLimitUse.Ignore ? changed : _limits.Learn(readings, mark, use, now) | changed;
    }

    /// <summary>Takes note of a refusal for want of capacity, which may have come from the whole that this is a part of.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="isLearnt">Whether limits and levels are learned from it.</param>
    public void Refused(Refusal refusal, long now, bool isLearnt = true)
    {
        _refusals.Doubt(refusal, now);
        Parent?._refusals.Doubt(refusal, now);
        if (isLearnt)
            _refusals.Learn(refusal, now);
    }

    /// <summary>Takes over a limit that a refusal named in prose: it tightens for an hour, or changes nothing. True when a limit in force changed.</summary>
    public bool LearnLimit(CapacityDimension dimension, long limit, HeaderLimitUse use, long now) =>
        use != HeaderLimitUse.Ignore && _limits.LearnLimit(dimension, limit, now);

    /// <summary>As <see cref="IsFull"/>, for a call that goes whatever is only advice.</summary>
    public bool IsFullFor(bool pastAdvice) => Slots.IsFullFor(pastAdvice) || (Parent is not null && Parent.IsFullFor(pastAdvice));
}
