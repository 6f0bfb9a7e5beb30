using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>
/// One evaluation of the candidates of a request at one moment: whether each can ever take it, and when. All routing decisions are made here: by admission, which leases;
/// by the queue, which counts the waiters before; and by explanations, which only look.
/// </summary>
/// <remarks>Allocates nothing, however many routes there are. Passed by reference only.</remarks>
internal ref partial struct Selection
{
    private readonly RouteTable _table;
    private readonly RequestDemand _demand;
    private readonly ref readonly RequestBudget _budget;
    private readonly ref Admission _admission;
    private ulong _ruledOut;
    private long _horizon;
    private long _at;
    private long _earliest = Clock.Never;
    private Route? _first;

    /// <param name="table">The routes and the policy.</param>
    /// <param name="demand">The request.</param>
    /// <param name="budget">Its remaining patience and attempts.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="admission">Receives the admission.</param>
    public Selection(RouteTable table, RequestDemand demand, in RequestBudget budget, long now, ref Admission admission)
    {
        RoutingPolicy policy = table.Policy;
        (_table, _demand, _horizon, _at) = (table, demand, now, now);
        _budget = ref budget;
        _admission = ref admission;
        (Policy, Now) = (policy, now);
        Reserve = policy.ReserveOf(demand.Priority);
        PreferredReserve = Math.Max(Reserve, policy.PreferredReserve);
    }

    /// <summary>The routes, in the user's order.</summary>
    public readonly Route[] Routes => _table.Routes;

    public readonly long Now { get; }

    /// <summary>The share of its burst that every bucket must have left, by the priority of the request. No route takes it for less.</summary>
    public readonly double Reserve { get; }

    /// <summary>The share of its burst that a route must have left to be preferred to those behind it; never less than <see cref="Reserve"/>.</summary>
    public readonly double PreferredReserve { get; }

    public SelectionAim Aim { get; init; }

    /// <summary>Whether only routes count that just advice holds up. A provider that has neither refused nor failed gives no known reason to expect a refusal.</summary>
    public bool IsPastAdvice { get; init; }

    /// <summary>The latest time at which the request may start.</summary>
    public long Latest { get; init; }

    /// <summary>The latest start that is preferred to an earlier one at a route of lower rank. A horizon of now means no such wait.</summary>
    public long Horizon { init => _horizon = Math.Max(value, Now); }

    /// <summary>Whether the request found no room before. It then takes what it waited for: the preferred reserve is for newcomers.</summary>
    public bool HasWaited { get; init; }

    /// <summary>The forecast of the waiters before the request; null where it is alone.</summary>
    public IStartForecast? Forecast { get; init; }

    /// <summary>The routes at which waiters are expected to start. A request that would take one of them must ask the line first.</summary>
    public ulong Awaited { get; init; }

    /// <summary>Whether to ignore the routes that only advice holds up.</summary>
    public bool IgnoresAdvised { get; init; }

    /// <summary>The report, which notes why a route was passed over; null for none.</summary>
    public RoutingReport? Report { get; init; }

    /// <summary>The route that takes the request.</summary>
    public Route? Route { get; private set; }

    /// <summary>The time at which it takes the request.</summary>
    public long Start { get; private set; } = Clock.Never;

    /// <summary>Whether calls at some route may end early enough for a start in time, at an unknown time.</summary>
    public bool MayBeEarlier { get; private set; }

    /// <summary>Whether the start is an estimate of when calls under way will end.</summary>
    public bool IsEstimate { get; private set; }

    /// <summary>When time alone opens the next route for the request; <see cref="Clock.Never"/> where it opens none.</summary>
    public long NextDue { get; private set; } = Clock.Never;

    private readonly RoutingPolicy Policy { get; }

    private readonly bool IsPatient => HasWaited || _horizon > Now;

    /// <summary>Finds a route for the request, now or by the horizon. The owner of the state that it continues comes before every policy, as moving costs more than ranks are worth.</summary>
    public bool TryFind() => (_demand.Affinity is { } affinity && TryOwner(affinity)) || Policy.Selector.Select(ref this);

    /// <summary>Finds, after <see cref="TryFind"/> was in vain, the best-ranked of the routes with the earliest start.</summary>
    public bool TryFindLater()
    {
        if (_earliest >= Clock.Never)
            return false;
        _horizon = _at = Math.Max(_earliest, Now + 1);
        _ruledOut = 0;
        if (!TryFind())
        {
            // Other calls have begun or ended meanwhile, and every start is a little later than it was.
            Take(_first!, _horizon);
            IsEstimate = _first!.Quota.IsFull;
        }

        return true;
    }

    /// <summary>
    /// Offers the request to a route. The route takes it if it has room now and keeps the reserve. A request that waits for better routes is also taken if the route will have room by
    /// the horizon, above the reserve of the request's priority.
    /// </summary>
    public bool TryTake(Route route, double reserve)
    {
        CapacityUnits units = route.UnitsOf(_demand);
        if (IsRuledOut(route) || !Fits(route, units))
            return false;
        if (IsPastAdvice)
            return TryPastAdvice(route, units);

        // The route is a candidate, and only the line knows the time.
        if ((Awaited & route.Bit) != 0)
            return Take(route, Clock.Never);
        if (IgnoresAdvised && route.IsAdvised)
            return LeaveToOthers(route);

        // The hot path: where there is room, nothing else has to be checked.
        if (Aim == SelectionAim.Lease && route.TryAdmit(units, reserve, Now, out _admission))
            return Take(route, Now);
        if (Aim == SelectionAim.Look || IsPatient || IsBeingNoted(route, units, wait: 0))
            return TryLook(route, units, reserve);
        PassOver(route, reserve);
        return false;
    }

    /// <summary>Whether the route cannot take the request, by the horizon and the reserve of the request's priority. Offering it again is useless.</summary>
    public readonly bool IsRuledOut(Route route) => (_ruledOut & (1UL << route.Index)) != 0;

    /// <summary>The share of its burst that the route's emptiest bucket has left, now or when it takes the request.</summary>
    public readonly double LeftShareOf(Route route) => Forecast is null ? route.Quota.LeftShare(_at) : Forecast.LeftShareOf(route, _at);

    private bool TryOwner(RequestAffinity affinity)
    {
        foreach (Route route in Routes)
        {
            if (!affinity.Prefers(route.Index) || route.IsShut || !TryTake(route, Reserve))
                continue;
            if (Start <= Now)
                NoteBefore(route);
            return true;
        }

        return false;
    }

    /// <summary>Passes a route over. Without patience its start does not matter, only whether to offer it again with a smaller reserve.</summary>
    private void PassOver(Route route, double reserve)
    {
        (ExclusionReason Reason, long Wait)? obstacle = ObstacleOf(route, reserve);
        if (reserve <= Reserve || obstacle is { Reason: not ExclusionReason.Reserved })
            RuleOut(route);
        Note(route, obstacle);
    }

    private bool TryLook(Route route, in CapacityUnits units, double reserve)
    {
        long start = StartOf(route, Reserve);
        if (start > Now && start <= Latest && IsBeingNoted(route, units, start - Now))
            return Take(route, start);
        if (IsPatient ? start <= _horizon && (start > Now || IsTaken(route, units)) : Aim == SelectionAim.Look && start <= Now && IsKept(route, reserve))
            return Take(route, start);
        if (start < _earliest)
            (_earliest, _first) = (start, route);
        if (start > _horizon || reserve <= Reserve)
            RuleOut(route);
        if (Report is not null)
            Note(route, ObstacleOf(route, reserve));
        return false;
    }

    private bool TryPastAdvice(Route route, in CapacityUnits units)
    {
        if (route.IsAdvised && (Aim == SelectionAim.Lease ? route.TryAdmit(units, Reserve, Now, out _admission, pastAdvice: true) : IsStillHeld(route)))
            return Take(route, _horizon);
        RuleOut(route);
        return false;
    }

    private readonly bool IsStillHeld(Route route) => (route.Quota.OpensAt > _horizon || !IsPatient) && route.EarliestStart(_demand, Reserve, Now) <= _horizon;

    private readonly bool IsTaken(Route route, in CapacityUnits units) => Aim == SelectionAim.Look || route.TryAdmit(units, Reserve, Now, out _admission);

    private bool IsKept(Route route, double reserve) => reserve <= Reserve || StartOf(route, reserve) <= Now;

    private bool Take(Route route, long start)
    {
        (Route, Start) = (route, start);
        IsEstimate &= start > Now;
        return true;
    }

    /// <summary>When the request could start there. Where only calls under way stand in its way it is an estimate, or unknown for a route without observed calls.</summary>
    private long StartOf(Route route, double reserve)
    {
        long start = ByTime(route, reserve);
        long free = FreeAt(route);

        // Some limits open by time alone, and only a check applies that.
        if (Math.Max(start, free) > Now && route.Quota.Renew(Now))
            (start, free) = (ByTime(route, reserve), FreeAt(route));
        bool isKnown = free - Now < Clock.Never && !route.Quota.IsSlowStarting;
        MayBeEarlier |= free > Now && !isKnown && start <= Latest;
        IsEstimate = free > start && isKnown;
        if (Math.Max(start, free) is var due && due > Now && due - Now < Clock.Never && !IsEstimate && Forecast?.IsHeld(route, Now) == false)
            NextDue = Math.Min(NextDue, due);
        return Math.Max(start, free);
    }

    private readonly long ByTime(Route route, double reserve) =>
        Forecast is null ? route.EarliestStart(_demand, reserve, Now) : Forecast.StartOf(route, _demand, reserve, Now);

    private readonly long FreeAt(Route route) => Forecast is null ? route.Quota.FreeAt(0, 0, Now) : Forecast.FreeAt(route, Now);

    /// <summary>Whether the route is worth a try. A route that can never take the request is noted.</summary>
    private bool Fits(Route route, in CapacityUnits units)
    {
        bool hasFailed = _budget.HasFailed(route);
        ExclusionReason? misfit = hasFailed ? null : MisfitOf(route, units);
        if (!hasFailed && misfit is null)
            return true;
        RuleOut(route);
        if (misfit is { } reason)
            Report?.Exclude(route.Name, reason, availableIn: null);
        return false;
    }

    private readonly ExclusionReason? MisfitOf(Route route, in CapacityUnits units) =>
        _budget.IsTooSmall(route) ? ExclusionReason.ExceedsContextWindow : RoutePlanner.Misfit(route, _demand, units);

    private void RuleOut(Route route) => _ruledOut |= 1UL << route.Index;
}
