using System.Numerics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>When one request could start at each route, after those in line before it. Made anew for each request, and then the same memory is used. Not thread-safe.</summary>
/// <remarks>
/// A route is held where somebody before the request is expected to start: the request starts after all of them. Elsewhere it may start now; of a whole that a route is a part of,
/// the first of each shape takes its share before.
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

    /// <summary>Counts what some of one rank take at a route, and what the first of them does.</summary>
    /// <param name="starts">Who they are.</param>
    /// <param name="before">What those of them take who come before the request.</param>
    /// <param name="isBefore">Whether one of them does.</param>
    public void Add(PlannedStarts starts, in CapacityUnits before, bool isBefore)
    {
        _first[starts.Route.Index] += starts.First.PlannedUnits;
        _planned[starts.Route.Index] += before;
        if (isBefore)
            _held |= starts.Route.Bit;
    }

    /// <summary>Somebody before the request waits for these routes.</summary>
    public void Hold(ulong routes) => _held |= routes;

    /// <summary>Whether somebody before the request is expected to start there, or another line has its turn.</summary>
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
        long start = route.EarliestStart(demand, reserve, now, AheadAt(route, isHeld, now), AheadWithin(route, isHeld, now));
        return isHeld ? Math.Max(now + 1, start) : start;
    }

    public long FreeAt(Route route, long now)
    {
        bool isHeld = IsHeld(route, now);
        return route.Quota.FreeAt(AheadAt(route, isHeld, now).Requests, AheadWithin(route, isHeld, now).Requests, now);
    }

    public double LeftShareOf(Route route, long at) => route.Quota.LeftShare(at, AheadAt(route, isHeld: true, at), AheadWithin(route, isHeld: true, at));

    private CapacityUnits AheadAt(Route route, bool isHeld, long now) =>
        isHeld ? Sum(_planned, table.SameQuota(route) | table.Parts(route), route, now) : Sum(_first, table.Parts(route), route, now);

    private CapacityUnits AheadWithin(Route route, bool isHeld, long now) => Sum(isHeld ? _planned : _first, table.SameWhole(route), route, now);

    private CapacityUnits Sum(CapacityUnits[] units, ulong routes, Route route, long now)
    {
        CapacityUnits sum = default;
        for (; routes != 0; routes &= routes - 1)
            if (BitOperations.TrailingZeroCount(routes) is var other && units[other] != default && Counts(other, route, now))
                sum += units[other];
        return sum;
    }

    // A route that is shut promises nothing of what it shares: that must not stand idle for the others.
    private bool Counts(int other, Route route, long now) => other == route.Index || table.Routes[other].ShutFor(now) == 0;
}
