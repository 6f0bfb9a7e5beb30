using CapacityRouting.Health;
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

    public Task IsolateAsync(string route, CancellationToken cancellationToken = default) => Switch(route, static health => health.Isolate(), cancellationToken);

    public Task RestoreAsync(string route, CancellationToken cancellationToken = default) => Switch(route, static health => health.Restore(), cancellationToken);

    /// <summary>A request that waits for an isolated route no longer holds the shared quota for itself, so the waiters look after either.</summary>
    private Task Switch(string name, Action<RouteHealth> change, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        try
        {
            Route route = Named(name);
            change(route.Health);
            route.Quota.NotifyReleased();
            return Task.CompletedTask;
        }
        catch (Exception thrown)
        {
            return Task.FromException(thrown);
        }
    }

    private Route Named(string route) =>
        Array.Find(routes.Table.Routes, known => string.Equals(known.Name, route, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no route '{route}'; there are: {string.Join(", ", routes.Table.Routes.Select(known => known.Name))}.", nameof(route));
}
