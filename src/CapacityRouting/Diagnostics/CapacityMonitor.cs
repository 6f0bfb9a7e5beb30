using CapacityRouting.Capacity;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Diagnostics;

internal sealed class CapacityMonitor(RouteTable table, Clock clock) : ICapacityMonitor, IRouteControl
{
    public CapacitySnapshot GetSnapshot()
    {
        long now = clock.Now;
        return new(clock.Provider.GetUtcNow(), [.. table.Routes.Select(route => SnapshotOf(route, now))]);
    }

    public RoutingExplanation Explain(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Demand demand = Demand.Of(messages, options);
        long now = clock.Now;
        long patience = table.Policy.BudgetFor(demand.Routing, now).LatestStart(now) - now;
        var looked = table.Routes.Select(route => (Route: route, Obstacle: Look(route, demand, now))).ToList();

        // The first in order without an obstacle; else the one whose obstacle is gone first, within the request's patience.
        var best = looked.MinBy(look => look.Obstacle?.Wait ?? -1);
        bool taken = (best.Obstacle?.Wait ?? 0) <= patience;
        IEnumerable<RouteExclusion> excluded = looked
            .Where(look => look.Obstacle is not null && !(taken && look.Route == best.Route))
            .Select(look => new RouteExclusion(look.Route.Name, look.Obstacle!.Value.Reason, Span(look.Obstacle.Value.Wait)));
        return taken
            ? new(best.Route.Name, clock.ToTimeSpan(best.Obstacle?.Wait ?? 0), best.Route.UnitsOf(demand).Tokens, [.. excluded])
            : new(null, TimeSpan.Zero, 0, [.. excluded]);
    }

    public Task IsolateAsync(string route, CancellationToken cancellationToken = default) =>
        Named(route).Health.Breaker.IsolateAsync(cancellationToken);

    public Task RestoreAsync(string route, CancellationToken cancellationToken = default) =>
        Named(route).Health.Breaker.RestoreAsync(cancellationToken);

    private static (ExclusionReason Reason, long Wait)? Look(Route route, in Demand demand, long now) =>
        RoutePlanner.Misfit(route, demand) is { } misfit ? (misfit, Clock.Never) : RoutePlanner.Obstacle(route, demand, now);

    private RouteSnapshot SnapshotOf(Route route, long now) => new()
    {
        Name = route.Name,
        Quota = route.QuotaName,
        Provider = route.Traits.Profile.Name,
        InFlight = route.Quota.Slots.InFlight,
        MaxConcurrentRequests = route.Quota.Slots.Limit == Slots.Unlimited ? null : route.Quota.Slots.Limit,
        Buckets = [.. route.Quota.Limits.Select(limit => new BucketSnapshot(
            limit.Dimension, limit.Limit, clock.ToTimeSpan(limit.WindowTicks), limit.Burst, route.Quota.Level(limit, now), limit.Source))],
        CoolingDownFor = Left(Math.Max(route.Quota.Cooldown.Left(now), route.Health.Cooldown.Left(now))),
        ClosedFor = Left(Math.Max(route.Quota.Closure.Left(now), route.Health.Closure.Left(now))),
        Circuit = route.Health.Breaker.State,
        Window = route.Window == long.MaxValue ? null : route.Window,
    };

    private Route Named(string route) =>
        Array.Find(table.Routes, known => string.Equals(known.Name, route, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no route '{route}'; there are: {string.Join(", ", table.Routes.Select(known => known.Name))}.", nameof(route));

    private TimeSpan? Left(long ticks) => ticks > 0 ? clock.ToTimeSpan(ticks) : null;

    private TimeSpan? Span(long ticks) => ticks >= Clock.Never ? null : clock.ToTimeSpan(ticks);
}
