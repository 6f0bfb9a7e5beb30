using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>The limits in force of a quota, and their changes: by settings, and by what the provider states.</summary>
/// <remarks>
/// Thread-safe: reads take no lock, changes take one. Changes are rare, and each follows from the one before. A level in units is kept when its
/// limit changes. A take or a reconciliation that races with the change may cost its own difference; the next response corrects both.
/// </remarks>
internal sealed partial class QuotaLimits(QuotaWords words, ConcurrencyLimiter slots, BurstDefaults bursts, Clock clock)
{
    // A stated limit expires unless it is stated again, as tiers change and promotions end. A limit below the true one never meets the refusal that would correct it,
    // and one that shuts the route never meets another header.
    private static readonly TimeSpan LearnedFor = TimeSpan.FromHours(1);

    // An estimate grows in steps: each step makes new limits, and a route has room for a second's worth of error.
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(1);

    // No request is this short: a smaller limit, perhaps a misread figure, would shut the route to every request for good.
    private const long LeastTokens = 16;

    private readonly object _gate = new();
    private readonly long[] _heardAt = new long[QuotaWords.Dimensions];
    private readonly RemovedLimits _removed = new(words);
    private CapacityLimits _configured = new();
    private RateLimit[] _inForce = [];
    private long _smallest = long.MaxValue;
    private long _lapse = Clock.Never;
    private long _growth = Clock.Never;
    private long _distrustedUntil = -Clock.Never;

    public RateLimit[] InForce => Atomic.VolatileRead(in _inForce);

    /// <summary>The limits in force, and those that were removed and may be set again.</summary>
    public RateLimit[] InForceOrRemoved
    {
        get
        {
            lock (_gate)
                return _removed.With(InForce);
        }
    }

    /// <summary>The smallest limit of all, whatever it counts.</summary>
    public long Smallest => Atomic.VolatileRead(in _smallest);

    /// <summary>Applies new settings. The provider's statements still count for the settings that did not change.</summary>
    public void Reconfigure(CapacityLimits limits, long now)
    {
        lock (_gate)
        {
            if (limits == _configured)
                return;
            _configured = limits;
            Put(After((dimension, terms) => terms.Set(limits.Of(dimension)), now), left: null, now);
            slots.ChangeLimit(limits.MaxConcurrentRequests ?? ConcurrencyLimiter.Unlimited);
        }

        slots.NotifyReleased();
    }

    /// <summary>Learns from one response. Allocates nothing unless a limit is new.</summary>
    /// <returns>Whether a limit in force changed.</returns>
    public bool Learn(ReadOnlySpan<LimitReading> readings, QuotaMark mark, HeaderLimitUse use, long now)
    {
        bool changed = false;
        foreach (ref readonly LimitReading reading in readings)
            changed |= Learn(LimitSiblings.Placed(reading, InForce), mark, use, now);
        return DropReplaced(readings, now) | changed;
    }

    private bool Learn(in LimitReading reading, QuotaMark mark, HeaderLimitUse use, long now)
    {
        RateLimit? known = RateLimit.Find(InForce, reading.Dimension);
        if (known is not null && known.Terms.IsDoubtful(reading.Limit))
            return Note(reading, known, use, now);

        // The level before the limit: a mark counts by the limit under which it was taken, and units stay units.
        if (known is { Window: null } && reading.Remaining is { } left)
            words.ReconcilerOf(known).Correct(new(known, left, known.Mirrors(reading), known.From(mark.At), known.From(now)), mark[known.Dimension]);
        bool changed = Note(reading, known, use, now) | (known is not null && ShowsWhole(known, reading, now) && TakeWhole(known, reading.Remaining!.Value, now));
        CorrectWindow(reading, mark, now);
        return changed;
    }

    /// <summary>Takes the bucket for a whole one. What was used of the assumed burst is used of it too, and it holds no more than is stated.</summary>
    private bool TakeWhole(RateLimit known, long left, long now)
    {
        double level = words.BucketOf(known).Level(now);
        MarkWhole(known.Dimension, now);
        if (RateLimit.Find(InForce, known.Dimension) is not { } whole || whole.Burst <= known.Burst)
            return false;
        words.BucketOf(whole).KeepLevel(Math.Max(level, Math.Min(left, level + whole.Burst - known.Burst)), now);
        return true;
    }

    private bool Note(in LimitReading reading, RateLimit? known, HeaderLimitUse use, long now)
    {
        if (reading.Limit is not { } stated || !IsSensible(reading.Dimension, stated))
            return false;
        Atomic.VolatileWrite(ref _heardAt[(int)reading.Dimension], now);
        return !(known?.Terms ?? LimitTerms.None).AreTold(stated, use) && TakeOver(reading.Dimension, stated, reading.Remaining, use, now);
    }

    /// <summary>Whether the provider states more left than the burst that was assumed, and a reset to match: its bucket holds the whole limit.</summary>
    private bool ShowsWhole(RateLimit known, in LimitReading reading, long now) =>
        bursts.AreAssumed && _configured.Burst is null && !known.Terms.IsShownWhole && !known.IsAllowance && !IsDistrusted(now)
        && reading.ShowsFlow && reading.Limit == known.Limit && reading.Remaining > known.Burst;

    /// <summary>Corrects a window after its limit: the total stays as the limit changes, and what is left is left of the new limit.</summary>
    private void CorrectWindow(in LimitReading reading, QuotaMark mark, long now)
    {
        if (RateLimit.Find(InForce, reading.Dimension) is { Window: { } window } limit && reading.Remaining is { } left)
            words.ReconcilerOf(limit, window).Correct(left, mark[limit.Dimension], mark.At, now);
    }

    /// <summary>Learns a limit that a refusal named: only ever downward.</summary>
    /// <returns>Whether a limit in force changed.</returns>
    public bool LearnLimit(CapacityDimension dimension, long limit, long now)
    {
        bool hasLapsed = Lapse(now);
        return (IsSensible(dimension, limit) && Change(dimension, before => before.Refused(limit, now), left: null, now)) || hasLapsed;
    }

    /// <summary>Drops stated limits whose window the headers no longer state. Allocates nothing unless there are some.</summary>
    private bool DropReplaced(ReadOnlySpan<LimitReading> readings, long now)
    {
        bool changed = false;
        foreach (RateLimit limit in InForce)
            if (LimitSiblings.IsGone(limit, readings))
                changed |= Untell(limit.Dimension, now);
        return changed;
    }

    /// <summary>Drops the limits that were last stated an hour ago, if there are any.</summary>
    /// <returns>Whether a limit in force changed.</returns>
    public bool Lapse(long now) => now >= Atomic.VolatileRead(in _lapse) && DropLapsed(now);

    /// <summary>As <see cref="Lapse(long)"/>, for callers without a reading of the clock: the clock is read only where a limit may lapse.</summary>
    public bool Lapse() => Atomic.VolatileRead(in _lapse) != Clock.Never && Lapse(clock.Now);

    /// <summary>Lowers a level to what a refusal says is left, which is the provider's count of this moment.</summary>
    public void Lower(RateLimit limit, long left, long now)
    {
        if (limit.Window is { } window)
            words.ReconcilerOf(limit, window).Correct(left, BucketMark.Void, since: now, now);
        else
            words.ReconcilerOf(limit).Correct(new(limit, left, mirrors: false, since: limit.From(now), limit.From(now)), BucketMark.Void);
    }

    /// <summary>The estimate in force; null for none.</summary>
    public RateEstimate? EstimateOf(CapacityDimension dimension) => RateLimit.Find(InForce, dimension)?.Terms.Estimate;

    /// <summary>The rate in force, in units per window; zero where no limit is known.</summary>
    public double BelievedRate(CapacityDimension dimension) => RateLimit.Find(InForce, dimension)?.Limit ?? 0;

    /// <summary>Puts an estimate in force after refusals; null for none. A new limit begins empty, as its provider has just refused.</summary>
    public void Estimate(CapacityDimension dimension, RateEstimate? estimate, long now) =>
        Change(dimension, before => estimate is null ? before.Refuted(now) : before.With(estimate), left: 0, now);

    /// <summary>Takes a doubtful statement of the headers for true, after dense refusals.</summary>
    /// <returns>False where there is none.</returns>
    public bool BearOut(CapacityDimension dimension, long now) =>
        RateLimit.Find(InForce, dimension) is { Terms: var terms } && terms.IsDoubtful(terms.Stated) && Change(dimension, before => before.Contradicted(), left: null, now);

    /// <summary>Whether a figure is so far below the settings that it counts only once refusals bear it out.</summary>
    public bool IsDoubtful(in LimitReading reading) => RateLimit.Find(InForce, reading.Dimension)?.Terms.IsDoubtful(reading.Limit) == true;

    /// <summary>Ends the growth of an estimate after a refusal.</summary>
    /// <returns>False where none was growing.</returns>
    public bool StepBack(CapacityDimension dimension, long now)
    {
        if (EstimateOf(dimension) is not { } estimate || clock.ToTimeSpan(now - estimate.Since) is var elapsed && !estimate.IsGrowing(elapsed))
            return false;
        Estimate(dimension, estimate.SteppedBack(elapsed, now), now);
        return true;
    }

    /// <summary>Notes a refusal for lack of capacity. For an hour, assumed bursts are replaced by safe ones.</summary>
    public void Distrust(long now)
    {
        bool isNews = !IsDistrusted(now);
        Atomic.VolatileWrite(ref _distrustedUntil, now + clock.ToTicks(LearnedFor));
        if (isNews)
            lock (_gate)
                Put(After((_, terms) => terms.Distrusted(), now), left: null, now);
    }

    private bool IsDistrusted(long now) => now < Atomic.VolatileRead(in _distrustedUntil);

    /// <summary>Lets estimates grow, if there are any and a step is due.</summary>
    /// <returns>Whether a limit in force may have changed.</returns>
    public bool Grow(long now) => now >= Atomic.VolatileRead(in _growth) && GrowAll(now);

    private static bool IsSensible(CapacityDimension dimension, long limit) =>
        limit >= (RateLimit.CountsTokens(dimension) ? LeastTokens : 1);
}
