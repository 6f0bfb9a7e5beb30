using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The part of a long limit that a store has noted before it is spent. A restart counts the part as used in any case, so a take up to the mark loses nothing. A take
/// beyond the mark waits until a store has noted more.
/// </summary>
/// <remarks>
/// Thread-safe. A take below the low-water mark reads one word. A take beyond it asks for the next save, before the mark is reached. Several routers may keep one limit, each with a store
/// of its own: the highest mark counts, as a restart loads them all. Without a keeper every take passes.
/// </remarks>
internal sealed class Reservation
{
    private readonly object _gate = new();
    private Holding[] _holdings = [];
    private long _low = long.MaxValue;
    private long _mark = long.MaxValue;
    private long _need;
    private long _usual;

    /// <param name="before">The reservation of the limit that this one replaces, whose ticks meant other units. Its keepers go on, from a mark of nothing.</param>
    public Reservation(Reservation? before)
    {
        if (before is null)
            return;
        foreach (Holding holding in Atomic.VolatileRead(in before._holdings))
            Hold(holding.Keeper);
    }

    /// <summary>Whether every take passes.</summary>
    public bool IsFree => Atomic.VolatileRead(in _low) == long.MaxValue;

    /// <summary>Whether a take that moves the arrival time so far may go on. Beyond the low-water mark it asks the keepers for more; beyond the mark a look at every limit does (<see cref="WaitFor"/>).</summary>
    /// <param name="arrival">The arrival time after the take.</param>
    /// <param name="cost">What the take adds to it.</param>
    public bool Allows(long arrival, long cost) => arrival <= Atomic.VolatileRead(in _low) || AllowsBeyond(arrival, cost);

    /// <summary>Notes a charge, which cannot be refused any more.</summary>
    public void Charged(long arrival)
    {
        if (arrival > Atomic.VolatileRead(in _low))
            Ask();
    }

    /// <summary>Ticks until a store is expected to have noted enough; zero where it has, and <see cref="Clock.Never"/> from now where that is unknown.</summary>
    public long WaitFor(long arrival, long cost, long now)
    {
        if (Allows(arrival, cost))
            return 0;
        Ask();
        long wait = Clock.Never;
        foreach (Holding holding in Atomic.VolatileRead(in _holdings))
            wait = Math.Min(wait, holding.Keeper.ExpectedIn(now));
        return wait;
    }

    /// <summary>The next step: as far as a keeper has to note before more is spent.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="arrival">The arrival time, not before the limit's start.</param>
    /// <param name="now">The time.</param>
    public ReservedStep Next(RateLimit limit, long arrival, long now)
    {
        long need = Atomic.Exchange(ref _need, 0);
        if (need > 0)
            Atomic.VolatileWrite(ref _usual, need);
        return ReservedStep.Of(limit, arrival, limit.From(now), need, Atomic.VolatileRead(in _usual));
    }

    /// <summary>Holds takes to what the keeper has noted, which is nothing at first.</summary>
    public void Hold(IReservationKeeper keeper)
    {
        lock (_gate)
            if (!Array.Exists(_holdings, holding => holding.Keeper == keeper))
                Put([.. _holdings, new(keeper, ReservedStep.Nothing)]);
    }

    /// <summary>Ends the part of a keeper that notes no more.</summary>
    public void Release(IReservationKeeper keeper)
    {
        lock (_gate)
            Put([.. _holdings.Where(holding => holding.Keeper != keeper)]);
    }

    /// <summary>Before a save: the store has the old step or the new one, so the lower one counts.</summary>
    public void Begin(IReservationKeeper keeper, ReservedStep step) => Change(keeper, before => before.Mark < step.Mark ? before : step);

    /// <summary>After a save.</summary>
    public void End(IReservationKeeper keeper, ReservedStep step) => Change(keeper, _ => step);

    /// <summary>Applies whether each keeper still holds takes.</summary>
    public void Refresh()
    {
        lock (_gate)
            Put(_holdings);
    }

    private bool AllowsBeyond(long arrival, long cost)
    {
        Atomic.RaiseTo(ref _need, cost);
        if (arrival > Atomic.VolatileRead(in _mark))
            return false;
        Ask();
        return true;
    }

    private void Ask()
    {
        foreach (Holding holding in Atomic.VolatileRead(in _holdings))
            holding.Keeper.Request(this);
    }

    private void Change(IReservationKeeper keeper, Func<ReservedStep, ReservedStep> change)
    {
        lock (_gate)
            Put([.. _holdings.Select(holding => holding.Keeper == keeper ? holding with { Step = change(holding.Step) } : holding)]);
    }

    // A take that has read the old mark, and swaps after it is lowered, may end beyond it, by one call at most. The next save notes that.
    private void Put(Holding[] holdings)
    {
        bool isFree = !Array.Exists(holdings, holding => holding.Keeper.IsHolding);
        ReservedStep highest = holdings.Select(holding => holding.Step).DefaultIfEmpty(ReservedStep.Nothing).MaxBy(step => step.Mark);
        Atomic.VolatileWrite(ref _holdings, holdings);
        Atomic.VolatileWrite(ref _low, isFree ? long.MaxValue : highest.Low);
        Atomic.VolatileWrite(ref _mark, isFree ? long.MaxValue : highest.Mark);
    }

    private readonly record struct Holding(IReservationKeeper Keeper, ReservedStep Step);
}

/// <summary>Notes in a store what is about to be spent.</summary>
internal interface IReservationKeeper
{
    /// <summary>Whether takes wait for its notes. False where its store does not answer, unless the options refuse takes then.</summary>
    bool IsHolding { get; }

    /// <summary>Asks for the next save. Returns at once; called by every take beyond the low-water mark, perhaps under a lock.</summary>
    void Request(Reservation reservation);

    /// <summary>Ticks until the save is expected to end; <see cref="Clock.Never"/> while the store does not answer.</summary>
    long ExpectedIn(long now);
}
