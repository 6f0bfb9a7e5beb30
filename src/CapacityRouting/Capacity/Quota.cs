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
/// The capacity of one account or deployment: a bucket for each limited dimension, a concurrency limiter, and the times at which it is
/// shut. Routes of one account share one quota.
/// </summary>
/// <remarks>
/// Thread-safe, lock-free and free of allocation, except where limits change. A call takes from every dimension or
/// from none. A refusal by a later dimension gives back what the earlier ones gave. So a race can refuse too much for an instant but never
/// admit too much.
/// </remarks>
internal sealed partial class Quota
{
    private readonly QuotaWords _words = new();
    private readonly QuotaLimits _limits;
    private readonly RefusalLearner _refusals;

    /// <param name="limits">The settings; <see cref="Reconfigure"/> changes them.</param>
    /// <param name="clock">The clock of all its calls.</param>
    /// <param name="jitter">Spreads guessed waits.</param>
    /// <param name="bursts">The burst of per-minute buckets where the settings give none. Default: 10 seconds' worth.</param>
    /// <param name="parent">The parent quota, such as that of the whole account.</param>
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

    /// <summary>Whether the quota may be drawn on at all.</summary>
    public Availability Availability { get; }

    public Cooldown Cooldown => Availability.Cooldown;

    public Lockout Lockout => Availability.Lockout;

    public ConcurrencyLimiter Slots { get; }

    public RateLimit[] Limits => _limits.InForce;

    /// <summary>The parent quota: what is taken here is taken there too. Null for none.</summary>
    public Quota? Parent { get; }

    /// <summary>The turns of several lines that wait for this quota.</summary>
    public QuotaTurns Turns { get; } = new();

    /// <summary>Whether all slots are taken, here or in the parent.</summary>
    public bool IsFull => IsFullFor(pastAdvice: false);

    /// <summary>When a full quota opens by itself; <see cref="Clock.Never"/> where only the end of a call makes room.</summary>
    public long OpensAt
    {
        get
        {
            long own = !Slots.IsFull ? 0 : Slots.IsSlowStarting ? Slots.SlowStart.WidensAt : Slots.LapsesAt;
            return Parent is null ? own : Math.Max(own, Parent.OpensAt);
        }
    }

    /// <summary>Whether only a slow start holds calls up, here or in the parent.</summary>
    public bool IsSlowStarting => Slots.IsFull ? Slots.IsSlowStarting : Parent is { IsSlowStarting: true };

    /// <summary>When a slot will be free, here and in the parent: see <see cref="ConcurrencyLimiter.FreeAt"/>.</summary>
    public long FreeAt(long callsAhead, long callsAheadInParent, long now)
    {
        long own = Slots.FreeAt(callsAhead, now);
        return Parent is null ? own : Math.Max(own, Parent.FreeAt(callsAheadInParent, 0, now));
    }

    /// <summary>
    /// False when the whole limit of some dimension is smaller than the request. An estimated limit does not count here: a larger request passes when the bucket is full, and the estimate
    /// grows only when calls try.
    /// </summary>
    public bool CanEverPass(in CapacityUnits units)
    {
        if (Math.Max(units.Tokens, units.Cost) > _limits.Smallest)
            foreach (RateLimit limit in Limits)
                if (limit.CountOf(units) > limit.Terms.Known)
                    return _limits.Lapse() && CanEverPass(units);
        return Parent is null || Parent.CanEverPass(units);
    }

    /// <summary>Ticks until every bucket has room for the units and its reserve. Slots are not included, as their release is not foreseeable.</summary>
    /// <param name="units">The units that the call takes.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left afterwards, 0 to 1.</param>
    /// <param name="ahead">The units that other calls will take before it.</param>
    /// <param name="aheadInParent">The units that other calls will take before it from the parent.</param>
    public long WaitFor(in CapacityUnits units, long now, double reserve = 0, in CapacityUnits ahead = default, in CapacityUnits aheadInParent = default)
    {
        long wait = 0;
        foreach (RateLimit limit in Limits)
            wait = Math.Max(wait, _words.BucketOf(limit).WaitFor(limit.CountOf(units), now, reserve, limit.CountOf(ahead)));
        return Parent is null ? wait : Math.Max(wait, Parent.WaitFor(units, now, reserve, aheadInParent));
    }

    /// <summary>Ticks until a store is expected to have noted the units of every long limit, before they are spent; zero when it has.</summary>
    public long ReservationWait(in CapacityUnits units, long now)
    {
        long wait = 0;
        foreach (RateLimit limit in Limits)
            wait = Math.Max(wait, _words.BucketOf(limit).ReservationWait(limit.CountOf(units), now));
        return Parent is null ? wait : Math.Max(wait, Parent.ReservationWait(units, now));
    }

    /// <summary>The share of its burst that the emptiest bucket has left after the calls ahead. It is 1 without limits, and below zero in debt.</summary>
    public double LeftShare(long now, in CapacityUnits ahead = default, in CapacityUnits aheadInParent = default)
    {
        double least = Parent?.LeftShare(now, aheadInParent) ?? 1;
        foreach (RateLimit limit in Limits)
            least = Math.Min(least, (_words.BucketOf(limit).Level(now) - limit.CountOf(ahead)) / limit.Burst);
        return least;
    }

    /// <summary>Applies what time alone has opened, as a take without room does. True when something may have opened.</summary>
    public bool Renew(long now) => Slots.SlowStart.Look(now) | Slots.Lapse(now) | _limits.Lapse(now) | _limits.Grow(now) | (Parent is not null && Parent.Renew(now));

    /// <summary>Notifies the waiters of this quota and of the parent, after something was opened. Not to be called under a lock.</summary>
    public void NotifyReleased()
    {
        Slots.NotifyReleased();
        Parent?.Slots.NotifyReleased();
    }

    public double Level(RateLimit limit, long now) =>
        _words.BucketOf(limit).Level(now) - limit.UnitsIn(limit.ToleranceTicks - limit.ReleasedTicks(now));

    /// <summary>The limits whose use is kept over a restart, with those that were removed and may be set again.</summary>
    public IEnumerable<RateLimit> KeptLimits => _limits.InForceOrRemoved.Where(limit => limit.IsKept);

    /// <summary>The arrival time of a limit, which only takes and settlements move.</summary>
    public long Arrival(RateLimit limit) => _words.ReconcilerOf(limit).Mark.Arrival;

    /// <summary>The arrival time of a limit as it counts.</summary>
    public long ArrivalAt(RateLimit limit, long now) => _words.BucketOf(limit).ArrivalAt(now);

    /// <summary>Adds the use of an earlier process, see <see cref="BucketReconciler.Resume"/>.</summary>
    /// <returns>The ticks by which the arrival time moved.</returns>
    public long Resume(RateLimit limit, in EarlierUse earlier, uint corrections) => _words.ReconcilerOf(limit).Resume(earlier, corrections);

    /// <summary>Whether a daily or monthly calendar limit has no room for the units until its next period or its next release.</summary>
    public bool IsSpent(in CapacityUnits units, long now)
    {
        foreach (RateLimit limit in Limits)
            if (limit.Calendar is not null && _words.BucketOf(limit).WaitFor(limit.CountOf(units), now) > 0)
                return true;
        return Parent is not null && Parent.IsSpent(units, now);
    }

    /// <summary>Puts new settings in force and keeps each level in units. A new dimension starts full.</summary>
    public void Reconfigure(CapacityLimits limits, long now) => _limits.Reconfigure(limits, now);

    /// <summary>The state of the buckets, to be taken right after an attempt's lease, for <see cref="Learn"/>.</summary>
    public QuotaMark Mark(long now)
    {
        QuotaMark mark = new(now);
        foreach (RateLimit limit in Limits)
            mark[limit.Dimension] = _words.ReconcilerOf(limit).Mark;
        return mark;
    }

    /// <summary>
    /// Learns limits and levels from a response. The order matters: before the lease of a successful call is settled, and after the lease of a refused call
    /// is settled, as the provider's count includes the units of the former only. Allocates nothing unless a limit is new.
    /// </summary>
    /// <returns>Whether a limit in force changed.</returns>
    public bool Learn(ReadOnlySpan<LimitReading> readings, QuotaMark mark, HeaderLimitUse use, long now)
    {
        bool changed = _limits.Lapse(now);
        _refusals.Told(readings, now);
        return use == HeaderLimitUse.Ignore ? changed : _limits.Learn(readings, mark, use, now) | changed;
    }

    /// <summary>Notes a refusal for lack of capacity, which may come from the parent.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="isLearnt">Whether limits and levels are learned from it.</param>
    public void Refused(Refusal refusal, long now, bool isLearnt = true)
    {
        _ = _limits.Lapse(now) | _limits.Grow(now);
        _refusals.Doubt(refusal, now);
        Parent?._refusals.Doubt(refusal, now);
        if (isLearnt)
            _refusals.Learn(refusal, now);
    }

    /// <summary>Learns a limit named in the text of a refusal: it tightens for an hour, or changes nothing. True when a limit in force changed.</summary>
    public bool LearnLimit(CapacityDimension dimension, long limit, HeaderLimitUse use, long now) =>
        use != HeaderLimitUse.Ignore && _limits.LearnLimit(dimension, limit, now);

    /// <summary>Counts a call that has ended, as evidence of what the provider lets through.</summary>
    public void Count(in CapacityUnits used, long now)
    {
        _refusals.Used.Add(used, now);
        Parent?.Count(used, now);
    }

    /// <summary>As <see cref="IsFull"/>, for a call that passes a slow start that is only advice.</summary>
    public bool IsFullFor(bool pastAdvice) => Slots.IsFullFor(pastAdvice) || (Parent is not null && Parent.IsFullFor(pastAdvice));
}
