using CapacityRouting.Queueing;
using CapacityRouting.Routing;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat;

/// <summary>The public state of a router, and the switch that takes its routes out of service.</summary>
internal sealed class CapacityMonitor(ChatRoutes routes, RouteExplainer explainer, Clock clock) : ICapacityMonitor, IRouteControl
{
    public CapacitySnapshot GetSnapshot()
    {
        long now = clock.Now;
        return new(clock.Time.GetUtcNow(), [.. routes.Table.Routes.Select(route => RouteSnapshots.Of(route, clock, now))]);
    }

    public RoutingExplanation Explain(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return explainer.Explain(ChatDemand.Of(messages, options, routes), clock.Now);
    }

    public async Task IsolateAsync(string route, CancellationToken cancellationToken = default)
    {
        Route isolated = Named(route);
        await isolated.Health.Breaker.IsolateAsync(cancellationToken).ConfigureAwait(false);

        // A request that waits for the route no longer holds the shared quota for itself.
        isolated.Quota.NotifyReleased();
    }

    public async Task RestoreAsync(string route, CancellationToken cancellationToken = default)
    {
        Route restored = Named(route);
        await restored.Health.Breaker.RestoreAsync(cancellationToken).ConfigureAwait(false);
        restored.Quota.NotifyReleased();
    }

    private Route Named(string route) =>
        Array.Find(routes.Table.Routes, known => string.Equals(known.Name, route, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no route '{route}'; there are: {string.Join(", ", routes.Table.Routes.Select(known => known.Name))}.", nameof(route));
}
