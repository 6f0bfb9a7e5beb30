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
internal sealed class QuotaLimits(QuotaWords words, ConcurrencyLimiter slots, BurstDefaults bursts, Clock clock)
{
    // A named limit expires, as tiers change and promotions end. A limit below the true one never meets the refusal that would correct it.
    private static readonly TimeSpan NamedFor = TimeSpan.FromHours(1);

    // An estimate grows in steps: each step makes new limits, and a route has room for a second's worth of error.
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(1);

    // No request is this short: a smaller limit, perhaps a misread figure, would shut the route to every request for good.
    private const long LeastTokens = 16;

    private readonly object _gate = new();
    private readonly RemovedLimits _removed = new(words);
    private CapacityLimits _configured = new();
    private RateLimit[] _inForce = [];
    private long _smallest = long.MaxValue;
    private long _lapse = Clock.Never;
    private long _growth = Clock.Never;
    private int _isDistrusted;

    public RateLimit[] InForce => Atomic.VolatileRead(in _inForce);

    /// <summary>The limits in force, and those that were removed and may be set again.</summary>
    public RateLimit[] InForceOrRemoved
    {
        get
        {
            lock (_gate)
                return _removed.With(_inForce);
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
            Put(After((dimension, terms) => terms.Set(limits.Of(dimension))), left: null, now);
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

        // The level before the limit: a mark counts by the limit under which it was taken, and units stay units.
        if (known is { Window: null } && reading.Remaining is { } left)
            words.ReconcilerOf(known).Correct(new(known, left, known.Mirrors(reading), known.From(mark.At), known.From(now)), mark[known.Dimension]);
        LimitTerms terms = known?.Terms ?? LimitTerms.None;
        bool changed = reading.Limit is { } stated
            && IsSensible(reading.Dimension, stated)
            && !terms.AreTold(stated, use)
            && TakeOver(reading.Dimension, stated, reading.Remaining, use, now);
        CorrectWindow(reading, mark, now);
        return changed;
    }

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

    /// <summary>Drops the limits that refusals named an hour ago, if there are any.</summary>
    /// <returns>Whether a limit in force changed.</returns>
    public bool Lapse(long now) => now >= Atomic.VolatileRead(in _lapse) && DropNamed(now);

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

    /// <summary>Puts an estimate in force after a refusal.</summary>
    public void Estimate(CapacityDimension dimension, RateEstimate estimate, long now) =>
        Change(dimension, before => before.Contradicted(estimate), left: null, now);

    /// <summary>Notes a refusal for lack of capacity: assumed bursts are replaced by safe ones from now on.</summary>
    public void Distrust(long now)
    {
        if (Atomic.VolatileRead(in _isDistrusted) != 0 || Atomic.Exchange(ref _isDistrusted, 1) != 0 || !bursts.AreAssumed)
            return;
        lock (_gate)
            Put(After((_, terms) => terms), left: null, now);
    }

    /// <summary>Lets estimates grow, if there are any and a step is due.</summary>
    /// <returns>Whether a limit in force may have changed.</returns>
    public bool Grow(long now) => now >= Atomic.VolatileRead(in _growth) && GrowAll(now);

    private static bool IsSensible(CapacityDimension dimension, long limit) =>
        limit >= (RateLimit.CountsTokens(dimension) ? LeastTokens : 1);

    private bool DropNamed(long now)
    {
        lock (_gate)
        {
            RateLimit[] before = _inForce;
            Put(After((_, terms) => terms.NamedSince(now - clock.ToTicks(NamedFor))), left: null, now);
            return !before.Select(limit => (limit.Dimension, limit.Limit)).SequenceEqual(_inForce.Select(limit => (limit.Dimension, limit.Limit)));
        }
    }

    // Separate from Grow, where the lambda's closure would be allocated on every take.
    private bool GrowAll(long now)
    {
        lock (_gate)
            Put(After((_, terms) => terms.Grown(now, clock)), left: null, now);
        return true;
    }

    private bool Untell(CapacityDimension dimension, long now) => Change(dimension, before => before.Untold(), left: null, now);

    // Separate from Learn, where the lambda's closure would be allocated for every reading.
    private bool TakeOver(CapacityDimension dimension, long stated, long? left, HeaderLimitUse use, long now) =>
        Change(dimension, before => before.Told(stated, use), left, now);

    private bool Change(CapacityDimension dimension, Func<LimitTerms, LimitTerms> change, long? left, long now)
    {
        lock (_gate)
        {
            long? before = RateLimit.Find(_inForce, dimension)?.Limit;
            Put(After((each, terms) => each == dimension ? change(terms) : terms), left, now);
            return RateLimit.Find(_inForce, dimension)?.Limit != before;
        }
    }

    private RateLimit[] After(Func<CapacityDimension, LimitTerms, LimitTerms> change)
    {
        BurstDefaults held = bursts.Or(_configured);
        if (Atomic.VolatileRead(in _isDistrusted) != 0)
            held = held with { AreAssumed = false };
        return [.. from dimension in Enum.GetValues<CapacityDimension>()
                   let terms = change(dimension, RateLimit.Find(_inForce, dimension)?.Terms ?? LimitTerms.None)
                   where terms.InForce is not null
                   select RateLimit.Of(dimension, terms, held, clock, RateLimit.Find(_inForce, dimension) ?? _removed.Find(dimension))];
    }

    /// <param name="after">The limits in force from now on.</param>
    /// <param name="left">The units that the provider says are left in a new dimension; null when it did not say.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    private void Put(RateLimit[] after, long? left, long now)
    {
        foreach (RateLimit limit in after)
        {
            RateLimit? before = RateLimit.Find(_inForce, limit.Dimension);
            if (before?.IsLike(limit) == true)
                continue;
            if (before is null)
                Begin(limit, left, now);
            else if (!limit.SharesWindow(before))
                words.BucketOf(limit).KeepLevel(limit.LevelAfter(before, words.BucketOf(before).Level(now)), now);
            words.ReconcilerOf(limit).VoidMarks();
        }

        _removed.Keep(_inForce);
        Atomic.VolatileWrite(ref _smallest, after.Select(limit => limit.Limit).DefaultIfEmpty(long.MaxValue).Min());
        long[] named = [.. after.Where(limit => limit.Terms.Named is not null).Select(limit => limit.Terms.NamedAt)];
        Atomic.VolatileWrite(ref _lapse, named.Length > 0 ? named.Min() + clock.ToTicks(NamedFor) : Clock.Never);
        Atomic.VolatileWrite(ref _growth, Array.Exists(after, limit => limit.Terms.Estimate is not null) ? now + clock.ToTicks(BetweenSteps) : Clock.Never);
        Atomic.VolatileWrite(ref _inForce, after);
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
