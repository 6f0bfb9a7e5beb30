using System.Numerics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>When one request could start at each route, after the waiters before it. Computed anew for each request; the memory is reused. Not thread-safe.</summary>
/// <remarks>
/// A route is held where a waiter before the request is expected to start. There the request starts after all such waiters. At a route that is not held it may start now.
/// Of a parent quota, the first waiter of each shape takes its share before.
/// </remarks>
/// <param name="table">The routes.</param>
/// <param name="line">The line, among others that wait for shared quotas.</param>
internal sealed class StartForecast(RouteTable table, ISlotWatcher line) : IStartForecast
{
    private readonly CapacityUnits[] _planned = new CapacityUnits[table.Routes.Length];
    private readonly CapacityUnits[] _first = new CapacityUnits[table.Routes.Length];
    private ulong _held;

    public void Clear()
    {
        Array.Clear(_planned);
        Array.Clear(_first);
        _held = 0;
    }

    /// <summary>Adds what the planned starts of one rank take at a route.</summary>
    /// <param name="starts">The planned starts.</param>
    /// <param name="before">What those of them take that come before the request.</param>
    /// <param name="isBefore">Whether one of them comes before the request.</param>
    public void Add(PlannedStarts starts, in CapacityUnits before, bool isBefore)
    {
        _first[starts.Route.Index] += starts.First.PlannedUnits;
        _planned[starts.Route.Index] += before;
        if (isBefore)
            _held |= starts.Route.Bit;
    }

    /// <summary>Holds routes that a waiter before the request waits for.</summary>
    public void Hold(ulong routes) => _held |= routes;

    /// <summary>Whether a waiter before the request is expected to start there, or another line has its turn.</summary>
    public bool IsHeld(Route route, long now)
    {
        if (route.Shared is { } shared && shared.Turns.IsTurnOfAnother(line))
            return true;
        for (ulong held = _held & table.SameQuota(route); held != 0; held &= held - 1)
            if (Counts(BitOperations.TrailingZeroCount(held), route, now))
                return true;
        return false;
    }

    public long StartOf(Route route, RequestDemand demand, double reserve, long now)
    {
        bool isHeld = IsHeld(route, now);
        long start = route.EarliestStart(demand, reserve, now, AheadAt(route, isHeld, now), AheadInParent(route, isHeld, now));
        return isHeld ? Math.Max(now + 1, start) : start;
    }

    public long FreeAt(Route route, long now)
    {
        bool isHeld = IsHeld(route, now);
        return route.Quota.FreeAt(AheadAt(route, isHeld, now).Requests, AheadInParent(route, isHeld, now).Requests, now);
    }

    public double LeftShareOf(Route route, long at) => route.Quota.LeftShare(at, AheadAt(route, isHeld: true, at), AheadInParent(route, isHeld: true, at));

    private CapacityUnits AheadAt(Route route, bool isHeld, long now) =>
        isHeld ? Sum(_planned, table.SameQuota(route) | table.Children(route), route, now) : Sum(_first, table.Children(route), route, now);

    private CapacityUnits AheadInParent(Route route, bool isHeld, long now) => Sum(isHeld ? _planned : _first, table.SameParent(route), route, now);

    private CapacityUnits Sum(CapacityUnits[] units, ulong routes, Route route, long now)
    {
        CapacityUnits sum = default;
        for (; routes != 0; routes &= routes - 1)
            if (BitOperations.TrailingZeroCount(routes) is var other && units[other] != default && Counts(other, route, now))
                sum += units[other];
        return sum;
    }

    // A waiter at a shut route claims nothing of a shared quota: the quota must not stand idle for the other routes.
    private bool Counts(int other, Route route, long now) => other == route.Index || table.Routes[other].ShutFor(now) == 0;
}
