namespace CapacityRouting.Routing;

/// <summary>Finds a request its route without waiting or allocating, or says where it would be. What decides is the <see cref="Selection"/>.</summary>
internal sealed class AdmissionControl(RouteTable table)
{
    /// <param name="demand">The request.</param>
    /// <param name="budget">What is left of its patience and attempts.</param>
    /// <param name="awaited">The routes at which others are expected to start.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="report">Where it is noted why routes were passed over.</param>
    /// <param name="admission">The leave to call.</param>
    /// <returns>False when it has to wait, or would rather.</returns>
    public bool TryAdmit(RequestDemand demand, in RequestBudget budget, ulong awaited, long now, RoutingReport report, out Admission admission)
    {
        admission = default;
        long latest = budget.LatestStart(now);
        Selection selection = new(table, demand, budget, now, ref admission) { Report = report, Latest = latest, Horizon = HorizonOf(demand, now, latest), Awaited = awaited };
        return selection.TryFind() && selection.Start <= now;
    }

    /// <summary>Where <see cref="TryAdmit"/> would take a request that came now; null where it would have to wait, or would rather. Nothing is taken.</summary>
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

    /// <summary>Takes a request that nobody would take in time, where only advice stands in its way.</summary>
    public bool TryAdmitPastAdvice(RequestDemand demand, in RequestBudget budget, long now, out Admission admission)
    {
        admission = default;
        Selection selection = new(table, demand, budget, now, ref admission) { IsPastAdvice = true };
        return selection.TryFind();
    }

    /// <summary>Where <see cref="TryAdmitPastAdvice"/> would take the request at a later time; null for nowhere. Nothing is taken.</summary>
    public Route? ForeseePastAdvice(RequestDemand demand, in RequestBudget budget, long now, long later)
    {
        Admission none = default;
        Selection selection = new(table, demand, budget, now, ref none) { Aim = SelectionAim.Look, IsPastAdvice = true, Horizon = later };
        return selection.TryFind() ? selection.Route : null;
    }

    /// <summary>Lets a poll pass: it takes nothing from anybody, and so waits for nobody.</summary>
    public bool TryPoll(RequestDemand demand, in RequestBudget budget, out Admission admission)
    {
        if (demand.Affinity is { IsPoll: true })
            foreach (Route route in table.Routes)
                if (RoutePlanner.Fits(route, demand, budget) && route.TryPoll(demand, out admission))
                    return true;
        admission = default;
        return false;
    }

    /// <summary>Where <see cref="TryPoll"/> would let the request pass; null for nowhere.</summary>
    public Route? ForeseePoll(RequestDemand demand, in RequestBudget budget) => TryPoll(demand, budget, out Admission admission) ? admission.Route : null;

    /// <summary>
    /// Whether a request that no route takes now goes past advice at once. A slow start of which nothing is known spreads calls over routes, so it lets a request wait only where
    /// another route fits that could take it in time, or is held up by advice too: a refusal by us is certain, and one by the provider is not.
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

    /// <summary>Whether the request, given up by one route half-way to its deadline, would start on another within its patience and before its deadline.</summary>
    public bool HasOther(RequestDemand demand, in RequestBudget budget, Route than, long now)
    {
        RequestBudget others = budget;
        others.Skip(than);
        return StartsBy(Math.Min(budget.LatestStart(budget.HalfTime(now)), budget.Deadline - 1), demand, others, now);
    }

    /// <summary>Whether the request, given up by one route, would find room on another now or before its caller's patience is over.</summary>
    public bool HasRoomElsewhere(RequestDemand demand, in RequestBudget budget, Route than, long now)
    {
        RequestBudget others = budget;
        others.Skip(than);
        return StartsBy(budget.LatestStart(now), demand, others, now);
    }

    /// <summary>Writes into the report what stands in the way of each route.</summary>
    public void Explain(RequestDemand demand, in RequestBudget budget, long now, RoutingReport report)
    {
        Admission none = default;
        new Selection(table, demand, budget, now, ref none) { Report = report, Horizon = HorizonOf(demand, now, budget.LatestStart(now)) }.Explain();
    }

    /// <summary>Why a route can't take the request now; null when it can.</summary>
    public RouteExclusion? ExclusionOf(Route route, RequestDemand demand, in RequestBudget budget, long now)
    {
        Admission none = default;
        return new Selection(table, demand, budget, now, ref none).ExclusionOf(route);
    }

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
