using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>
/// Finds a request its route without waiting or allocating: the first in the user's order that has more than its reserve left, else
/// the one that has most left.
/// </summary>
internal sealed class AdmissionControl(RouteTable table, Clock clock)
{
    public bool TryAdmit(RequestDemand demand, in RequestBudget budget, long now, RoutingReport report, out Admission admission)
    {
        RoutingPolicy policy = table.Policy;
        double kept = policy.ReserveOf(demand.Class);
        if (demand.Affinity is not null && Owner(demand, budget, kept, now) is { } owner && owner.TryAdmit(demand, kept, now, out admission))
        {
            PassOver(owner, demand, budget, report);
            return true;
        }

        double preferred = Math.Max(kept, policy.PreferredReserve);
        long patience = Math.Min(policy.PreferredPatienceOf(demand.Routing), budget.LatestStart(now) - now);
        foreach (Route route in table.Routes)
        {
            CapacityUnits units = route.UnitsOf(demand);
            if (!Fits(route, demand, units, budget, report))
                continue;
            if (route.TryAdmit(units, preferred, now, out admission))
                return true;
            Explain(route, demand, now, report);
            if (patience > 0 && route.EarliestStart(demand, kept, now) - now <= patience)
                return false;
        }

        admission = default;
        return preferred > kept && TryAdmitToFullest(demand, budget, kept, now, out admission);
    }

    /// <summary>
    /// Takes a request that nobody would take in time, where only advice stands in its way: of a provider that has neither refused nor failed nothing is known
    /// that a call might be turned away for.
    /// </summary>
    public bool TryAdmitPastAdvice(RequestDemand demand, in RequestBudget budget, long now, out Admission admission)
    {
        double kept = table.Policy.ReserveOf(demand.Class);
        foreach (Route route in table.Routes)
            if (IsHeldByAdvice(route) && RoutePlanner.Fits(route, demand, budget) && route.TryAdmit(route.UnitsOf(demand), kept, now, out admission, pastAdvice: true))
                return true;
        admission = default;
        return false;
    }

    /// <summary>Where <see cref="TryAdmitPastAdvice"/> would take a request that came now; null for nowhere. Nothing is taken.</summary>
    public Route? ChoicePastAdvice(RequestDemand demand, long now)
    {
        RequestBudget budget = table.Policy.BudgetFor(demand.Routing, now);
        double kept = table.Policy.ReserveOf(demand.Class);
        foreach (Route route in table.Routes)
            if (IsHeldByAdvice(route) && RoutePlanner.Fits(route, demand, budget) && route.EarliestStart(demand, kept, now) <= now)
                return route;
        return null;
    }

    private static bool IsHeldByAdvice(Route route) => route.Quota.IsFull && !route.Quota.IsFullFor(pastAdvice: true) && !route.IsShut;

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

    /// <summary>Where a request would go that came now; null when it would have to wait. Nothing is taken.</summary>
    public Route? Choice(RequestDemand demand, long now)
    {
        RequestBudget budget = table.Policy.BudgetFor(demand.Routing, now);
        if (Owner(demand, budget, table.Policy.ReserveOf(demand.Class), now) is { } owner)
            return owner;
        foreach (Route route in table.Routes)
            if (RoutePlanner.Fits(route, demand, budget) && ObstacleOf(route, demand, now) is null)
                return route;
        return Fullest(demand, budget, table.Policy.ReserveOf(demand.Class), now);
    }

    /// <summary>Whether the request has another route to go to before its deadline.</summary>
    public bool HasOther(RequestDemand demand, in RequestBudget budget, Route than, long now)
    {
        double kept = table.Policy.ReserveOf(demand.Class);
        foreach (Route route in table.Routes)
            if (route != than && RoutePlanner.Fits(route, demand, budget) && route.EarliestStart(demand, kept, now) < budget.Deadline)
                return true;
        return false;
    }

    /// <summary>Whether the request, given up by one route, would find room on another now or before its caller's patience is over.</summary>
    public bool HasRoomElsewhere(RequestDemand demand, in RequestBudget budget, Route than, long now)
    {
        double kept = table.Policy.ReserveOf(demand.Class);
        long patience = budget.LatestStart(now) - now;
        foreach (Route route in table.Routes)
            if (route != than && RoutePlanner.Fits(route, demand, budget) && (RoutePlanner.Obstacle(route, demand, kept, now)?.Wait ?? 0) <= patience)
                return true;
        return false;
    }

    /// <summary>Writes into the report what stands in the way of each route.</summary>
    public void Explain(RequestDemand demand, in RequestBudget budget, long now, RoutingReport report)
    {
        foreach (Route route in table.Routes)
            if (Fits(route, demand, route.UnitsOf(demand), budget, report))
                Explain(route, demand, now, report);
    }

    /// <summary>Why a route that fits is not taken now, and in how many ticks it could be; null when it is.</summary>
    public (ExclusionReason Reason, long Wait)? ObstacleOf(Route route, RequestDemand demand, long now)
    {
        double kept = table.Policy.ReserveOf(demand.Class);
        double preferred = Math.Max(kept, table.Policy.PreferredReserve);
        return RoutePlanner.Obstacle(route, demand, kept, now)
            ?? (RoutePlanner.Obstacle(route, demand, preferred, now) is { Wait: var wait } ? (ExclusionReason.Reserved, wait) : null);
    }

    /// <summary>
    /// The route that has what the request goes on with, while it is well and has room; it need not have more than that, for moving costs more than
    /// the order of routes is worth.
    /// </summary>
    private Route? Owner(RequestDemand demand, in RequestBudget budget, double kept, long now)
    {
        if (demand.Affinity is { } affinity)
            foreach (Route route in table.Routes)
                if (affinity.IsPollAt(route.Index) ? !route.Health.IsOut && RoutePlanner.Fits(route, demand, budget) : affinity.Prefers(route.Index) && HasRoom(route, demand, budget, kept, now))
                    return route;
        return null;
    }

    /// <summary>Those before the owner may well have had room.</summary>
    private void PassOver(Route owner, RequestDemand demand, in RequestBudget budget, RoutingReport report)
    {
        for (int i = 0; i < owner.Index; i++)
            if (Fits(table.Routes[i], demand, table.Routes[i].UnitsOf(demand), budget, report))
                report.Exclude(table.Routes[i].Name, ExclusionReason.BegunElsewhere, availableIn: null);
    }

    private static bool HasRoom(Route route, RequestDemand demand, in RequestBudget budget, double kept, long now) =>
        !route.IsShut && RoutePlanner.Fits(route, demand, budget) && RoutePlanner.Obstacle(route, demand, kept, now) is null;

    /// <summary>Below the reserve the order no longer counts: what is left is spread.</summary>
    private bool TryAdmitToFullest(RequestDemand demand, in RequestBudget budget, double kept, long now, out Admission admission)
    {
        RequestBudget tried = budget;
        while (Fullest(demand, tried, kept, now) is { } fullest)
        {
            if (fullest.TryAdmit(demand, kept, now, out admission))
                return true;
            tried.Skip(fullest);
        }

        admission = default;
        return false;
    }

    private Route? Fullest(RequestDemand demand, in RequestBudget budget, double kept, long now)
    {
        Route? fullest = null;
        double most = double.NegativeInfinity;
        foreach (Route route in table.Routes)
        {
            if (RoutePlanner.Fits(route, demand, budget) && RoutePlanner.Obstacle(route, demand, kept, now) is null && route.Quota.LeftShare(now) is var left && left > most)
                (fullest, most) = (route, left);
        }

        return fullest;
    }

    /// <summary>Whether it is worth a try; a route that can never take the request is noted.</summary>
    private static bool Fits(Route route, RequestDemand demand, in CapacityUnits units, in RequestBudget budget, RoutingReport report)
    {
        if (budget.HasFailed(route))
            return false;
        ExclusionReason? misfit = budget.IsTooSmall(route) ? ExclusionReason.ExceedsContextWindow : RoutePlanner.Misfit(route, demand, units);
        if (misfit is { } reason)
            report.Exclude(route.Name, reason, availableIn: null);
        return misfit is null;
    }

    private void Explain(Route route, RequestDemand demand, long now, RoutingReport report)
    {
        // Room that came back between the try and this look is reported as no wait at all.
        (ExclusionReason reason, long wait) = ObstacleOf(route, demand, now) ?? (ExclusionReason.Saturated, 0);
        report.Exclude(route.Name, reason, wait >= Clock.Never ? null : clock.ToTimeSpan(wait));
    }
}
