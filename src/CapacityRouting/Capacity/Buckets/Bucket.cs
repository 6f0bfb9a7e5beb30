using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// One bucket in one word: the generic cell rate algorithm, GCRA (ITU-T I.371, annex A). The word is the theoretical arrival time,
/// at which the bucket will be full again: <c>level = burst - max(0, arrival - now) * limit / window</c>.
/// A second word holds the time at which the bucket was last found full; refunds need it.
/// </summary>
/// <remarks>
/// A view over words that a <see cref="Quota"/> owns. Every method is lock-free and allocates nothing; <c>now</c> is the
/// caller's one reading of the clock. Where the provider counts in windows, the same methods use a <see cref="WindowBucket"/>. A calendar limit
/// counts the arrival from the start of its period instead of now (<see cref="RateLimit.From"/>). So nothing flows back within a period, and
/// the bucket is full when the next period begins.
/// </remarks>
internal readonly ref struct Bucket(RateLimit limit, ref long arrival, ref long lastFull)
{
    private readonly ref long _arrival = ref arrival;
    private readonly ref long _lastFull = ref lastFull;

    /// <summary>
    /// Ticks until the units can be taken; zero when they can be taken now. More units than the bucket holds
    /// can be taken when it is full, and leave a debt.
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="reserve">The share of the burst that must be left afterwards, 0 to 1.</param>
    /// <param name="ahead">The units that other calls will take before.</param>
    public long WaitFor(long units, long now, double reserve = 0, long ahead = 0)
    {
        if (limit.Window is { } window)
            return Of(window).WaitFor(units, now, reserve, ahead);
        if (limit.Calendar is { } calendar)
            return calendar.WaitFor(Atomic.VolatileRead(in _arrival), limit.CostOf(units) + limit.CostOf(ahead) + limit.ReserveTicks(reserve), now, limit.ToleranceTicks);
        long full = Atomic.VolatileRead(in _arrival);
        if (ahead > 0)
            full = Math.Max(full, now) + limit.CostOf(ahead);
        return Math.Max(0, full - now - Slack(limit.ToleranceTicks, limit.CostOf(units), reserve));
    }

    /// <summary>Takes the units. False when they cannot be taken now, or would leave less than the reserve.</summary>
    public bool TryTake(long units, long start, double reserve = 0)
    {
        if (limit.Window is { } window)
            return Of(window).TryTake(units, start, reserve);
        long cost = limit.CostOf(units);
        long from = start;
        long whole = limit.ToleranceTicks;
        if (limit.Calendar is { } calendar)
        {
            // One call is charged at most one whole period, so that its debt never outlasts the period.
            cost = Math.Min(cost, whole);
            from = calendar.StartOf(start);
            whole = calendar.ReleasedTicks(start, whole);
        }

        long slack = Slack(whole, cost, reserve);
        while (true)
        {
            // Invariant: each swap moves the word from one conforming arrival time to the next, so no interleaving admits more than the limit.
            long seen = Atomic.VolatileRead(in _arrival);
            if (seen - from > slack)
                return false;
            if (cost > 0 && limit.Reservation is { } reserved && !reserved.Allows(Math.Max(seen, from) + cost, cost))
                return false;

            // The note comes before the take, so that no refund can overlook it. A note without a take only holds a refund back. The note
            // only ever rises: a preempted thread must not undo the note of a later take.
            if (seen <= from)
                Atomic.RaiseTo(ref _lastFull, from);
            if (Atomic.CompareAndSwap(ref _arrival, seen, Math.Max(seen, from) + cost))
                return true;
        }
    }

    /// <summary>Replaces what was taken at <paramref name="start"/> by what was used. A debt is carried over, never forgiven.</summary>
    public void Settle(long taken, long used, long start, long now)
    {
        if (limit.Window is { } window)
        {
            Of(window).Settle(taken, used, start, now);
            return;
        }

        if (used == taken)
            return;
        long difference = limit.Calendar is null
            ? limit.CostOf(used) - limit.CostOf(taken)
            : Math.Min(limit.CostOf(used), limit.ToleranceTicks) - Math.Min(limit.CostOf(taken), limit.ToleranceTicks);
        if (difference > 0)
            Charge(difference, now);
        else if (difference < 0)
            Refund(difference, start, now);
        if (difference > 0)
            limit.Reservation?.Charged(ArrivalAt(now));
    }

    /// <summary>Ticks until a store is expected to have noted the units, so that they can be taken; zero when it has, and where the bucket itself has no room for them.</summary>
    public long ReservationWait(long units, long now)
    {
        if (units == 0 || limit.Reservation is not { IsFree: false } reserved || WaitFor(units, now) > 0)
            return 0;
        long cost = limit.Calendar is null ? limit.CostOf(units) : Math.Min(limit.CostOf(units), limit.ToleranceTicks);
        return reserved.WaitFor(ArrivalAt(now) + cost, cost, now);
    }

    /// <summary>The arrival time as it counts.</summary>
    public long ArrivalAt(long now) => Math.Max(Atomic.VolatileRead(in _arrival), limit.From(now));

    /// <summary>The units left, below zero while in debt.</summary>
    public double Level(long now) => limit.Window is { } window ? Of(window).Level(now) : limit.Burst - Used(now);

    /// <summary>The units missing to a full bucket.</summary>
    public double Used(long now) => limit.UnitsIn(Math.Max(0, Atomic.VolatileRead(in _arrival) - limit.From(now)));

    /// <summary>Whether a take or a correction has found the bucket full since that time.</summary>
    public bool WasFullSince(long time) => Atomic.VolatileRead(in _lastFull) > time;

    /// <summary>Fills the bucket.</summary>
    public void Fill(long now)
    {
        if (limit.Window is { } window)
            Of(window).Fill(now);
        Atomic.VolatileWrite(ref _arrival, limit.From(now));
        Atomic.VolatileWrite(ref _lastFull, long.MinValue);
    }

    /// <summary>Starts the bucket with so many units left. Older leases took nothing here, so they give nothing back.</summary>
    public void Begin(double left, long now)
    {
        Atomic.VolatileWrite(ref _lastFull, now + 1);
        KeepLevel(left, now);
    }

    /// <summary>
    /// Keeps the level in units when the limit changes. A debt is kept up to the lowest level: that of a large limit would shut a small one for hours. A race with a take costs the difference of
    /// that one take.
    /// </summary>
    public void KeepLevel(double level, long now)
    {
        level = Math.Max(level, limit.LowestLevel);
        if (limit.Window is { } window)
            Of(window).KeepLevel(level, now);
        double missing = Math.Max(0, limit.Burst - level);
        Atomic.VolatileWrite(ref _arrival, limit.From(now) + (long)(missing / limit.Limit * limit.WindowTicks));
    }

    private WindowBucket Of(WindowCounter window) => new(limit, window);

    private long Slack(long whole, long cost, double reserve) => Math.Max(0, whole - cost - limit.ReserveTicks(reserve));

    private void Charge(long difference, long now)
    {
        while (true)
        {
            // Invariant: the charge counts from now on. Added to an arrival time in the past, a part of it would be lost.
            long seen = Atomic.VolatileRead(in _arrival);
            long current = Math.Max(seen, limit.From(now));
            long charged = Math.Min(current, limit.DeepestFrom(current, now) - difference) + difference;
            if (Atomic.CompareAndSwap(ref _arrival, seen, Math.Max(current, charged)))
                return;
        }
    }

    /// <summary>
    /// Gives units back, unless the bucket is full or was found full since the start. In that case time has given the units back already, and a
    /// second time would admit more than the limit.
    /// </summary>
    private void Refund(long difference, long start, long now)
    {
        long from = now;
        if (limit.Calendar is { } calendar && start < (from = calendar.StartOf(now)))
            return;
        while (true)
        {
            // Invariant: a full bucket is noted before its arrival time moves, so an unmoved arrival time hides no note.
            long seen = Atomic.VolatileRead(in _arrival);
            if (seen <= from || Atomic.VolatileRead(in _lastFull) > start || Atomic.CompareAndSwap(ref _arrival, seen, seen + difference))
                return;
        }
    }
}
