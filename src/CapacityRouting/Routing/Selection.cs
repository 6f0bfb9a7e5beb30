using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>
/// One request before its candidates at one moment: whether each can ever take it, and when. All that decides where requests go decides here: admission, which leases;
/// the queue, which counts what others will take before; and explanations, which only look.
/// </summary>
/// <remarks>Allocates nothing, however many routes there are. Passed on by reference only.</remarks>
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
    /// <param name="budget">What is left of its patience and attempts.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="admission">Where the leave to call goes.</param>
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

    /// <summary>The share of its burst that every bucket must have left, by the class of the request. No route takes it for less.</summary>
    public readonly double Reserve { get; }

    /// <summary>The share of its burst that a route must have left to be preferred to those behind it; never less than <see cref="Reserve"/>.</summary>
    public readonly double PreferredReserve { get; }

    public SelectionAim Aim { get; init; }

    /// <summary>Whether only routes count that only advice holds up: of a provider that has neither refused nor failed nothing is known that a call might be turned away for.</summary>
    public bool IsPastAdvice { get; init; }

    /// <summary>The latest time at which the request may start.</summary>
    public long Latest { get; init; }

    /// <summary>The latest start that is preferred to an earlier one at a route of lower rank; nobody waits where it is not after now.</summary>
    public long Horizon { init => _horizon = Math.Max(value, Now); }

    /// <summary>Whether the request has found no room before: then it takes what it waited for, and the reserve of preference is about those who come.</summary>
    public bool HasWaited { get; init; }

    /// <summary>When the request could start after others; null where it is alone.</summary>
    public IStartForecast? Foresight { get; init; }

    /// <summary>The routes at which others are expected to start: a request that would take one of these is to ask the line whether it goes before them.</summary>
    public ulong Awaited { get; init; }

    /// <summary>Whether the routes do not count that only advice holds up.</summary>
    public bool IgnoresAdvised { get; init; }

    /// <summary>Where it is noted why a route was passed over; null where nobody asks.</summary>
    public RoutingReport? Report { get; init; }

    /// <summary>The route that takes the request.</summary>
    public Route? Route { get; private set; }

    /// <summary>When it does.</summary>
    public long Start { get; private set; } = Clock.Never;

    /// <summary>Whether it could start in time at some route, once calls there have ended: nobody knows when exactly.</summary>
    public bool MayBeEarlier { get; private set; }

    /// <summary>Whether the start is an estimate of when calls under way will end.</summary>
    public bool IsEstimate { get; private set; }

    /// <summary>When the next route opens to it by time alone; <see cref="Clock.Never"/> where none does.</summary>
    public long NextDue { get; private set; } = Clock.Never;

    private readonly RoutingPolicy Policy { get; }

    private readonly bool IsPatient => HasWaited || _horizon > Now;

    /// <summary>Finds the request its route, now or by the horizon. What it goes on with comes before every policy, for moving costs more than ranks are worth.</summary>
    public bool TryFind() => (_demand.Affinity is { } affinity && TryOwner(affinity)) || Policy.Selector.Select(ref this);

    /// <summary>After <see cref="TryFind"/> was in vain: finds the best-ranked of the routes where the request starts earliest.</summary>
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
    /// Offers the request to a route. It takes it if it has room now and keeps the reserve, or, for who waits for better routes, if it will have room by
    /// the horizon above the reserve of the request's class.
    /// </summary>
    public bool TryTake(Route route, double reserve)
    {
        CapacityUnits units = route.UnitsOf(_demand);
        if (IsRuledOut(route) || !Fits(route, units))
            return false;
        if (IsPastAdvice)
            return TryPastAdvice(route, units);

        // It would take the route, and when it may is known to the line only.
        if ((Awaited & route.Bit) != 0)
            return Take(route, Clock.Never);
        if (IgnoresAdvised && route.IsAdvised)
            return LeaveToOthers(route);

        // Most calls end here: where there is room nothing is to be looked at.
        if (Aim == SelectionAim.Lease && route.TryAdmit(units, reserve, Now, out _admission))
            return Take(route, Now);
        if (Aim == SelectionAim.Look || IsPatient)
            return TryLook(route, units, reserve);
        PassOver(route, reserve);
        return false;
    }

    /// <summary>Whether there is no use in offering the request to the route: it can't take it, by the horizon and the reserve of the request's class.</summary>
    public readonly bool IsRuledOut(Route route) => (_ruledOut & (1UL << route.Index)) != 0;

    /// <summary>How full the route is, or will be when it takes the request: the share of its burst that its emptiest bucket has left.</summary>
    public readonly double LeftShareOf(Route route) => Foresight is null ? route.Quota.LeftShare(_at) : Foresight.LeftShareOf(route, _at);

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

    /// <summary>Without patience it does not matter when the route would take the request, only whether to offer it again for less of a reserve.</summary>
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

    /// <summary>When the request could start there: where only calls under way stand in its way an estimate, or, of a route that has not been seen at work, nobody knows.</summary>
    private long StartOf(Route route, double reserve)
    {
        long start = ByTime(route, reserve);
        long free = FreeAt(route);

        // Time alone opens some things, and only those who look find out.
        if (Math.Max(start, free) > Now && route.Quota.Renew(Now))
            (start, free) = (ByTime(route, reserve), FreeAt(route));
        bool isKnown = free - Now < Clock.Never && !route.Quota.IsSlowStarting;
        MayBeEarlier |= free > Now && !isKnown && start <= Latest;
        IsEstimate = free > start && isKnown;
        if (Math.Max(start, free) is var due && due > Now && due - Now < Clock.Never && !IsEstimate && Foresight?.IsHeld(route, Now) == false)
            NextDue = Math.Min(NextDue, due);
        return Math.Max(start, free);
    }

    private readonly long ByTime(Route route, double reserve) =>
        Foresight is null ? route.EarliestStart(_demand, reserve, Now) : Foresight.StartOf(route, _demand, reserve, Now);

    private readonly long FreeAt(Route route) => Foresight is null ? route.Quota.FreeAt(0, 0, Now) : Foresight.FreeAt(route, Now);

    /// <summary>Whether it is worth a try; a route that can never take the request is noted.</summary>
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
