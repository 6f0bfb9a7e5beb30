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
        long patience = table.Policy.BudgetFor(demand.Routing, now).LatestStart(now) - now;
        SeatPlan.Expectation expected = room.Expect(demand, now);
        Route? route = room.IsOccupied ? expected.Route : admissions.Choice(demand, now) ?? expected.Route;
        long wait = route == expected.Route ? Math.Max(0, expected.Start - now) : 0;
        if (route is null || wait > patience)
            (route, wait) = (admissions.ChoicePastAdvice(demand, now), 0);
        IEnumerable<RouteExclusion> excluded = table.Routes.Where(each => each != route).Select(each => Look(each, demand, now)).OfType<RouteExclusion>();
        return route is null
            ? new(null, TimeSpan.Zero, 0, [.. excluded])
            : new(route.Name, clock.ToTimeSpan(wait), route.UnitsOf(demand).Tokens, [.. excluded]);
    }

    public Task IsolateAsync(string route, CancellationToken cancellationToken = default) =>
        Named(route).Health.Breaker.IsolateAsync(cancellationToken);

    public async Task RestoreAsync(string route, CancellationToken cancellationToken = default)
    {
        Route restored = Named(route);
        await restored.Health.Breaker.RestoreAsync(cancellationToken).ConfigureAwait(false);
        restored.Tell();
    }

    private RouteExclusion? Look(Route route, RequestDemand demand, long now) =>
        RoutePlanner.Misfit(route, demand) is { } misfit ? new(route.Name, misfit, AvailableIn: null)
        : admissions.ObstacleOf(route, demand, now) is { } obstacle ? new(route.Name, obstacle.Reason, Span(obstacle.Wait))
        : null;

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

    private TimeSpan? Span(long ticks) => ticks >= Clock.Never ? null : clock.ToTimeSpan(ticks);
}
