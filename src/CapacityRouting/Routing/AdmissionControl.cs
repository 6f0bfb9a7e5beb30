using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>Finds a request its route: the first in the user's order that can take it now, without waiting or allocating.</summary>
internal sealed class AdmissionControl(Route[] routes, Clock clock)
{
    public bool TryAdmit(in Demand demand, in RequestBudget budget, long now, RoutingReport report, out Admission admission)
    {
        foreach (Route route in routes)
        {
            if (budget.HasFailed(route))
                continue;
            if ((budget.IsTooSmall(route) ? ExclusionReason.ExceedsContextWindow : RoutePlanner.Misfit(route, demand)) is { } misfit)
            {
                report.Exclude(route.Name, misfit, availableIn: null);
                continue;
            }

            if (route.TryAdmit(demand, now, out admission))
                return true;
            Explain(route, demand, now, report);
        }

        admission = default;
        return false;
    }

    /// <summary>The routes whose buckets and health allow the request in time; whether a slot is free is not asked.</summary>
    public Route[] Candidates(Demand demand, RequestBudget budget, long now, long latest) =>
        Array.FindAll(routes, route =>
            !budget.HasFailed(route) && !budget.IsTooSmall(route) && RoutePlanner.Misfit(route, demand) is null && route.EarliestStart(demand, now) <= latest);

    /// <summary>How long until some route can take the request; null when none ever can, or when nobody can know.</summary>
    public TimeSpan? EarliestWait(in Demand demand, long now)
    {
        long earliest = Clock.Never;
        foreach (Route route in routes)
            if (RoutePlanner.Misfit(route, demand) is null && RoutePlanner.Obstacle(route, demand, now) is { } obstacle)
                earliest = Math.Min(earliest, obstacle.Wait);
        return earliest >= Clock.Never ? null : clock.ToTimeSpan(earliest);
    }

    private void Explain(Route route, in Demand demand, long now, RoutingReport report)
    {
        // Room that came back between the try and this look is reported as no wait at all.
        (ExclusionReason reason, long wait) = RoutePlanner.Obstacle(route, demand, now) ?? (ExclusionReason.Saturated, 0);
        report.Exclude(route.Name, reason, wait >= Clock.Never ? null : clock.ToTimeSpan(wait));
    }
}
