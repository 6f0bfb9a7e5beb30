namespace CapacityRouting.Routing;

/// <summary>Admits a request without waiting or allocating, or tells where it would go. The decisions are in <see cref="Selection"/>.</summary>
internal sealed class AdmissionControl(RouteTable table)
{
    /// <param name="demand">The request.</param>
    /// <param name="budget">Its remaining patience and attempts.</param>
    /// <param name="awaited">The routes at which waiters are expected to start.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="report">The report, which notes why routes were passed over.</param>
    /// <param name="admission">The admission.</param>
    /// <returns>False when the request has to wait, or prefers to.</returns>
    public bool TryAdmit(RequestDemand demand, in RequestBudget budget, ulong awaited, long now, RoutingReport report, out Admission admission)
    {
        admission = default;
        long latest = budget.LatestStart(now);
        Selection selection = new(table, demand, budget, now, ref admission) { Report = report, Latest = latest, Horizon = HorizonOf(demand, now, latest), Awaited = awaited };
        return selection.TryFind() && selection.Start <= now;
    }

    /// <summary>The route to which <see cref="TryAdmit"/> would admit a request now; null where the request would have to wait, or prefer to. Takes nothing.</summary>
    public Route? Foresee(RequestDemand demand, in RequestBudget budget, ulong awaited, long now, RoutingReport report)
    {
        Admission none = default;
        long latest = budget.LatestStart(now);
        Selection selection = new(table, demand, budget, now, ref none)
        {
            Aim = SelectionAim.Look,
            Report = report,
            Latest = latest,
            Horizon = HorizonOf(demand, now, latest),
            Awaited = awaited,
        };
        return selection.TryFind() && selection.Start <= now ? selection.Route : null;
    }

    /// <summary>Admits a request that no route would take in time, where only advice stands in its way.</summary>
    public bool TryAdmitPastAdvice(RequestDemand demand, in RequestBudget budget, long now, out Admission admission)
    {
        admission = default;
        Selection selection = new(table, demand, budget, now, ref admission) { IsPastAdvice = true };
        return selection.TryFind();
    }

    /// <summary>The route to which <see cref="TryAdmitPastAdvice"/> would admit the request at a later time; null for none. Takes nothing.</summary>
    public Route? ForeseePastAdvice(RequestDemand demand, in RequestBudget budget, long now, long later)
    {
        Admission none = default;
        Selection selection = new(table, demand, budget, now, ref none) { Aim = SelectionAim.Look, IsPastAdvice = true, Horizon = later };
        return selection.TryFind() ? selection.Route : null;
    }

    /// <summary>Admits a poll. It takes no capacity, so it never waits.</summary>
    public bool TryPoll(RequestDemand demand, in RequestBudget budget, out Admission admission)
    {
        if (demand.Affinity is { IsPoll: true })
            foreach (Route route in table.Routes)
                if (RoutePlanner.Fits(route, demand, budget) && route.TryPoll(demand, out admission))
                    return true;
        admission = default;
        return false;
    }

    /// <summary>The route to which <see cref="TryPoll"/> would admit the request; null for none.</summary>
    public Route? ForeseePoll(RequestDemand demand, in RequestBudget budget) => TryPoll(demand, budget, out Admission admission) ? admission.Route : null;

    /// <summary>
    /// Whether a request without a route goes past advice at once. The slow start of an unknown provider spreads calls over routes. So a request waits for it only where
    /// another fitting route could take it in time, or is held up by advice too. Waiting elsewhere would be a certain refusal to avoid an uncertain one.
    /// </summary>
    public bool GoesPastAdvice(RequestDemand demand, in RequestBudget budget, long now) => table.HasAdvised && !IsWorthWaiting(demand, budget, now);

    private bool IsWorthWaiting(RequestDemand demand, in RequestBudget budget, long now)
    {
        Admission none = default;
        long latest = budget.LatestStart(now);
        if (latest > now && CountAdvised(demand, budget) > 1)
            return true;
        Selection selection = new(table, demand, budget, now, ref none) { Aim = SelectionAim.Look, Latest = latest, Horizon = latest, IgnoresAdvised = true };
        return latest > now && (selection.TryFind() || selection.MayBeEarlier);
    }

    /// <summary>Whether the request, given up by one route halfway to its deadline, would start on another within its patience and before its deadline.</summary>
    public bool HasOther(RequestDemand demand, in RequestBudget budget, Route than, long now)
    {
        RequestBudget others = budget;
        others.Skip(than);
        return StartsBy(Math.Min(budget.LatestStart(budget.HalfTime(now)), budget.Deadline - 1), demand, others, now);
    }

    /// <summary>
    /// Whether the request, given up by one route, would start on another at once. A route that would take it later is no way out: the calls given up would wait there for each other. Neither
    /// is a route that is slow itself.
    /// </summary>
    public bool HasRoomElsewhere(RequestDemand demand, in RequestBudget budget, Route than, ulong awaited, long now)
    {
        RequestBudget others = budget;
        others.Skip(than);

        // A route that is shut takes probes at most: it is no place to go on.
        foreach (Route route in table.Routes)
            if (route.IsShut)
                others.Skip(route);
        Admission none = default;
        Selection selection = new(table, demand, others, now, ref none) { Aim = SelectionAim.Look, Awaited = awaited, Latest = now };
        return selection.TryFind() && selection.Start <= now && !selection.Route!.Pace.IsSuspect(now);
    }

    /// <summary>Whether a fitting route has not failed the request.</summary>
    public bool IsLeft(RequestDemand demand, in RequestBudget budget)
    {
        foreach (Route route in table.Routes)
            if (RoutePlanner.Fits(route, demand, budget))
                return true;
        return false;
    }

    /// <summary>Notes in the report what stands in the way of each route.</summary>
    public void Explain(RequestDemand demand, in RequestBudget budget, long now, RoutingReport report)
    {
        Admission none = default;
        new Selection(table, demand, budget, now, ref none) { Report = report, Horizon = HorizonOf(demand, now, budget.LatestStart(now)) }.Explain();
    }

    /// <summary>Why a route cannot take the request now; null when it can.</summary>
    public RouteExclusion? ExclusionOf(Route route, RequestDemand demand, in RequestBudget budget, long now)
    {
        Admission none = default;
        return new Selection(table, demand, budget, now, ref none).ExclusionOf(route);
    }

    /// <summary>The exclusion with the numbers and names behind its reason.</summary>
    public RouteExclusion Describe(RouteExclusion exclusion, RequestDemand demand, long now) =>
        Array.Find(table.Routes, route => ReferenceEquals(route.Name, exclusion.Route)) is { } excluded
            ? exclusion with { Detail = new ExclusionDetail(excluded, table.Routes, demand, now).Of(exclusion) }
            : exclusion;

    private int CountAdvised(RequestDemand demand, in RequestBudget budget)
    {
        int advised = 0;
        foreach (Route route in table.Routes)
            if (route.IsAdvised && RoutePlanner.Fits(route, demand, budget))
                advised++;
        return advised;
    }

    private bool StartsBy(long latest, RequestDemand demand, in RequestBudget budget, long now)
    {
        Admission none = default;
        return new Selection(table, demand, budget, now, ref none) { Aim = SelectionAim.Look, Latest = latest, Horizon = latest }.TryFind();
    }

    private long HorizonOf(RequestDemand demand, long now, long latest) => Math.Min(now + table.Policy.PreferredPatienceOf(demand.Routing), latest);
}
