using CapacityRouting.Capacity;
using CapacityRouting.Chat;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Diagnostics;

internal sealed class CapacityMonitor(ChatRoutes routes, RouteTable table, AdmissionControl admissions, WaitingRoom room, Clock clock) : ICapacityMonitor, IRouteControl
{
    public CapacitySnapshot GetSnapshot()
    {
        long now = clock.Now;
        return new(clock.Provider.GetUtcNow(), [.. table.Routes.Select(route => SnapshotOf(route, now))]);
    }

    public RoutingExplanation Explain(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        RequestDemand demand = ChatDemand.Of(messages, options, routes);
        long now = clock.Now;
        RequestBudget budget = table.Policy.BudgetFor(demand.Routing, now);
        RoutingReport report = new();
        (Route? route, long start) = Foresee(demand, budget, now, report);
        RouteExclusion[] excluded = [.. table.Routes.Where(each => each != route).Select(each => Noted(each, report) ?? admissions.ExclusionOf(each, demand, budget, now)).OfType<RouteExclusion>()];
        return route is null
            ? new(null, TimeSpan.Zero, 0, excluded)
            : new(route.Name, clock.ToTimeSpan(Math.Max(0, start - now)), route.UnitsOf(demand).Tokens, excluded);
    }

    public Task IsolateAsync(string route, CancellationToken cancellationToken = default) =>
        Named(route).Health.Breaker.IsolateAsync(cancellationToken);

    public async Task RestoreAsync(string route, CancellationToken cancellationToken = default)
    {
        Route restored = Named(route);
        await restored.Health.Breaker.RestoreAsync(cancellationToken).ConfigureAwait(false);
        restored.Tell();
    }

    /// <summary>The steps of a request that comes now, in their order; none of them takes anything.</summary>
    private (Route? Route, long Start) Foresee(RequestDemand demand, in RequestBudget budget, long now, RoutingReport report)
    {
        Route? admitted = admissions.ForeseePoll(demand, budget) ?? (room.IsOccupied ? null : admissions.Foresee(demand, budget, now, report));
        if (admitted is not null)
            return (admitted, now);
        admissions.Explain(demand, budget, now, report);
        SeatPlan.Expectation expected = room.Expect(demand, budget, now);
        long latest = budget.LatestStart(now);
        if (expected.Route is not null && expected.Start <= latest)
            return (expected.Route, expected.Start);

        // Who waits for calls to end goes past advice only once its patience is over.
        long end = expected.MayBeEarlier ? latest : now;
        return (budget.IsSpent(end) ? null : admissions.ForeseePastAdvice(demand, budget, now, end), end);
    }

    private static RouteExclusion? Noted(Route route, RoutingReport report) => report.Excluded.FirstOrDefault(each => ReferenceEquals(each.Route, route.Name));

    private RouteSnapshot SnapshotOf(Route route, long now) => new()
    {
        Name = route.Name,
        Quota = route.QuotaName,
        Provider = route.Traits.Profile.Name,
        InFlight = route.Quota.Slots.InFlight,
        MaxConcurrentRequests = route.Quota.Slots.Limit == Slots.Unlimited ? null : route.Quota.Slots.Limit,
        Buckets = [.. BucketsOf(route.Quota, now), .. route.Quota.Within is { } whole ? BucketsOf(whole, now).Select(bucket => bucket with { Quota = route.QuotaName }) : []],
        Budgets = [.. BudgetsOf(route.Quota, now), .. route.Quota.Within is { } account ? BudgetsOf(account, now).Select(budget => budget with { Quota = route.QuotaName }) : []],
        CoolingDownFor = Left(Math.Max(route.Quota.Availability.CoolingFor(now), route.Health.Cooldown.Left(now))),
        ClosedFor = Left(Math.Max(route.Quota.Availability.ClosedFor(now), route.Health.Closure.Left(now))),
        Circuit = route.Health.Breaker.State,
        Window = route.Window is var window and not long.MaxValue ? window : null,
    };

    private IEnumerable<BucketSnapshot> BucketsOf(Quota quota, long now) =>
        quota.Limits.Where(limit => !limit.CountsMoney).Select(limit => BucketOf(quota, limit, now));

    private static IEnumerable<BudgetSnapshot> BudgetsOf(Quota quota, long now) =>
        quota.Limits.Where(limit => limit.CountsMoney).Select(limit => BudgetOf(quota, limit, now));

    private BucketSnapshot BucketOf(Quota quota, RateLimit limit, long now)
    {
        CalendarPeriod? period = limit.Calendar?.Calendar.At(now);
        TimeSpan window = clock.ToTimeSpan(period?.Ticks ?? limit.WindowTicks);
        return new(limit.Dimension, limit.Limit, window, limit.Burst, quota.Level(limit, now), limit.Source) { ResetsAt = period?.EndsAt };
    }

    private static BudgetSnapshot BudgetOf(Quota quota, RateLimit limit, long now) =>
        new(limit.Dimension, Money.ToCurrency(limit.Limit), Money.ToCurrency(quota.Level(limit, now)), limit.Calendar!.Calendar.At(now).EndsAt);

    private Route Named(string route) =>
        Array.Find(table.Routes, known => string.Equals(known.Name, route, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no route '{route}'; there are: {string.Join(", ", table.Routes.Select(known => known.Name))}.", nameof(route));

    private TimeSpan? Left(long ticks) => ticks > 0 ? clock.ToTimeSpan(ticks) : null;
}
