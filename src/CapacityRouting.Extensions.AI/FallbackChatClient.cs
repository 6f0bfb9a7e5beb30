using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CapacityRouting;

/// <summary>A router over a client and its fallback.</summary>
internal static class FallbackChatClient
{
    /// <param name="primary">The client.</param>
    /// <param name="fallback">The fallback.</param>
    /// <param name="services">Where the clock and the loggers are found.</param>
    /// <param name="configure">Tunes the policy and the routes.</param>
    public static CapacityAwareChatClient Over(
        ModelRoute primary, ModelRoute fallback, IServiceProvider services, Action<CapacityRoutingOptions, IReadOnlyList<ModelRoute>>? configure)
    {
        CapacityRoutingOptions options = new();
        ModelRoute[] routes = [primary, fallback];
        configure?.Invoke(options, routes);
        return new(routes, options, services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>());
    }
}
