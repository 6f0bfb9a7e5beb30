using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>Explains where a request would go, and when. It takes the steps of a request that arrives now, and takes no capacity.</summary>
internal sealed class RouteExplainer(RouteTable table, AdmissionControl admissions, AdmissionQueue queue, Clock clock)
{
    public RoutingExplanation Explain(RequestDemand demand, long now)
    {
        RequestBudget budget = table.Policy.BudgetFor(demand.Routing, now);
        RoutingReport report = new();
        (Route? route, long start) = Foresee(demand, budget, now, report);
        RouteExclusion[] excluded = [.. table.Routes.Where(each => each != route).Select(each => Noted(each, report) ?? admissions.ExclusionOf(each, demand, budget, now)).OfType<RouteExclusion>()
            .Select(each => admissions.Describe(each, demand, now))];
        return route is null
            ? new(null, TimeSpan.Zero, 0, excluded)
            : new(route.Name, clock.ToTimeSpan(Math.Max(0, start - now)), route.UnitsOf(demand).Tokens, excluded);
    }

    /// <summary>The steps of a request that arrives now, in their order. None of them takes anything.</summary>
    private (Route? Route, long Start) Foresee(RequestDemand demand, in RequestBudget budget, long now, RoutingReport report)
    {
        Route? admitted = admissions.ForeseePoll(demand, budget)
            ?? admissions.Foresee(demand, budget, queue.Awaited, now, report)
            ?? (admissions.GoesPastAdvice(demand, budget, now) ? admissions.ForeseePastAdvice(demand, budget, now, now) : null);
        if (admitted is not null)
            return (admitted, now);
        admissions.Explain(demand, budget, now, report);
        ExpectedStart expected = queue.Expect(demand, budget, now);
        long latest = budget.LatestStart(now);
        if (expected.Start > now && queue.IsFull)
            return (null, now);
        if (expected.Route is not null && expected.Start <= latest)
            return (expected.Route, expected.Start);

        // A request that waits for calls to end goes past advice only once its patience is over.
        long end = expected.MayBeEarlier ? latest : now;
        return (budget.IsSpent(end) ? null : admissions.ForeseePastAdvice(demand, budget, now, end), end);
    }

    private static RouteExclusion? Noted(Route route, RoutingReport report) => report.Excluded.FirstOrDefault(each => ReferenceEquals(each.Route, route.Name));
}
