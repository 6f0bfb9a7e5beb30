using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>When and where a waiter would start, given what those before it will take. It takes nothing. Not thread-safe.</summary>
internal sealed class SeatPlan(RouteTable table) : IForesight
{
    // By quota; by route where one is shut, for what it shares with others is not to stand idle until it opens.
    private readonly Dictionary<object, CapacityUnits> _promised = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Quota> _awaited = new(ReferenceEqualityComparer.Instance);

    public void Clear()
    {
        _promised.Clear();
        _awaited.Clear();
    }

    /// <summary>Sees to it that nobody after the waiter takes what it is waiting for.</summary>
    public void Promise(Waiter waiter, Route route, long now)
    {
        waiter.Planned = route;
        CapacityUnits units = route.UnitsOf(waiter.Demand);
        if (route.ShutFor(now) > 0)
        {
            Add(route, units);
            return;
        }

        _awaited.Add(route.Quota);
        Add(route.Quota, units);
        if (route.Quota.Within is { } whole)
            Add(whole, units);
    }

    /// <summary>
    /// Counts what the waiter will take where it was expected last. Who would start too late there by now, overtaken by others, is looked at anew: it may take nothing.
    /// </summary>
    public void Recall(Waiter waiter, long now)
    {
        if (waiter.Planned is not { } planned)
            return;
        if (StartOf(planned, waiter.Demand, table.Policy.ReserveOf(waiter.Demand.Class), now) <= waiter.Latest)
            Promise(waiter, planned, now);
        else
            Plan(waiter, now);
    }

    /// <summary>Looks anew at where those start whom the waiter has overtaken, one after the other: what it will take, they thought theirs.</summary>
    public void MoveBack(Waiter waiter, IEnumerable<Waiter> overtaken, long now)
    {
        if (waiter.Planned is not { } route)
            return;
        Promise(waiter, route, now);
        foreach (Waiter other in overtaken)
            Plan(other, now);
    }

    /// <summary>Whether somebody after those who were promised something could start now.</summary>
    public bool HasRoom(long now)
    {
        foreach (Route route in table.Routes)
            if (!IsAwaited(route.Quota) && !route.Quota.IsFull && route.ShutFor(now) == 0)
                return true;
        return false;
    }

    /// <summary>When a route next opens that is shut or ramping now: somebody far back in the line may wait for that.</summary>
    public long NextOpening(long now)
    {
        long next = Clock.Never;
        foreach (Route route in table.Routes)
        {
            long opens = Math.Max(now + route.ShutFor(now), route.Quota.OpensAt);
            if (opens > now)
                next = Math.Min(next, opens);
        }

        return next;
    }

    /// <summary>Where the waiter would go now, else where it starts earliest. Where only calls under way stand in its way, nobody knows when it starts.</summary>
    public Expectation Expect(Waiter waiter, long now)
    {
        Admission none = default;
        Selection selection = new(table, waiter.Demand, waiter.Budget, now, ref none)
        {
            Aim = SelectionAim.Look,
            Latest = waiter.Latest,
            Horizon = waiter.PrefersUntil,
            HasWaited = waiter.HasWaited,
            Foresight = this,
        };
        return selection.TryFind() || selection.TryFindLater()
            ? new(selection.Route, selection.Start, selection.MayBeEarlier)
            : new(null, Clock.Never, selection.MayBeEarlier);
    }

    public long StartOf(Route route, RequestDemand demand, double reserve, long now) =>
        route.EarliestStart(demand, reserve, now, AheadAt(route), AheadWithin(route));

    public double LeftShareOf(Route route, long at) => route.Quota.LeftShare(at, AheadAt(route), AheadWithin(route));

    private void Plan(Waiter waiter, long now)
    {
        waiter.Planned = null;
        try
        {
            Expectation expected = Expect(waiter, now);
            if (expected.Route is { } route && expected.Start <= waiter.Latest)
                Promise(waiter, route, now);
        }
        catch (Exception)
        {
            // Its own caller is told when the line moves, and nobody else's.
        }
    }

    // Who waits for a part of a whole leaves the rest of the whole to others.
    private bool IsAwaited(Quota quota) => _awaited.Contains(quota) || (quota.Within is { } whole && _awaited.Contains(whole));

    private CapacityUnits AheadAt(Route route) => AheadIn(route.Quota) + AheadIn(route);

    private CapacityUnits AheadWithin(Route route) => route.Quota.Within is { } whole ? AheadIn(whole) : default;

    private CapacityUnits AheadIn(object what) => _promised.GetValueOrDefault(what);

    private void Add(object what, in CapacityUnits units) => _promised[what] = AheadIn(what) + units;

    /// <param name="Route">Where it starts; null where nobody knows.</param>
    /// <param name="Start">When.</param>
    /// <param name="MayBeEarlier">Whether it could start earlier elsewhere, once a call there has ended.</param>
    internal readonly record struct Expectation(Route? Route, long Start, bool MayBeEarlier)
    {
        public bool IsInTime(Waiter waiter) => MayBeEarlier || Start <= waiter.Latest;
    }
}
