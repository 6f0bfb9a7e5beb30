using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>When and where a waiter would start, given what those before it will take. It takes nothing. Not thread-safe.</summary>
internal sealed class SeatPlan(RouteTable table)
{
    // By quota; by route where one is shut, for what it shares with others is not to stand idle until it opens.
    private readonly Dictionary<object, CapacityUnits> _promised = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Quota> _awaited = new(ReferenceEqualityComparer.Instance);
    private readonly long[] _starts = new long[table.Routes.Length];

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

    /// <summary>
    /// The best-ranked route of those where the waiter starts earliest, or early enough for its preference. Where only calls under way stand in
    /// its way, nobody knows when it starts.
    /// </summary>
    public Expectation Expect(Waiter waiter, long now)
    {
        double reserve = table.Policy.ReserveOf(waiter.Demand.Class);
        long earliest = Clock.Never;
        bool isUnknown = false;
        foreach (Route route in table.Routes)
        {
            long start = waiter.Fits(route) ? StartOf(waiter, route, reserve, now) : Clock.Never;
            if (start <= now && route.Quota.IsFull)
            {
                isUnknown = true;
                start = Math.Max(now + 1, route.Quota.OpensAt);
            }

            _starts[route.Index] = start;
            earliest = Math.Min(earliest, start);
        }

        long late = Math.Max(earliest, waiter.PrefersUntil);
        Route? first = earliest >= Clock.Never ? null : FirstBy(late, waiter.Demand);
        return new(first, first is null ? Clock.Never : _starts[first.Index], isUnknown);
    }

    /// <summary>The best-ranked route that starts by then; before all others one that has what the request goes on with, if it is well.</summary>
    private Route? FirstBy(long late, RequestDemand demand) =>
        (demand.Affinity is { } affinity ? Array.Find(table.Routes, route => _starts[route.Index] <= late && affinity.Prefers(route.Index) && !route.IsShut) : null)
        ?? Array.Find(table.Routes, route => _starts[route.Index] <= late);

    private long StartOf(Waiter waiter, Route route, double reserve, long now)
    {
        CapacityUnits ahead = AheadIn(route.Quota) + AheadIn(route);
        CapacityUnits aheadWithin = route.Quota.Within is { } whole ? AheadIn(whole) : default;
        return route.EarliestStart(waiter.Demand, reserve, now, ahead, aheadWithin);
    }

    // Who waits for a part of a whole leaves the rest of the whole to others.
    private bool IsAwaited(Quota quota) => _awaited.Contains(quota) || (quota.Within is { } whole && _awaited.Contains(whole));

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
