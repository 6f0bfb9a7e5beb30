using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CapacityRouting;

/// <summary>A router over a client and its fallback.</summary>
internal static class FallbackChatClient
{
    /// <param name="primary">The client.</param>
    /// <param name="name">The name of the fallback's route.</param>
    /// <param name="fallback">The fallback, which belongs to the code that made it.</param>
    /// <param name="services">Where the clock and the loggers are found.</param>
    /// <param name="configure">Tunes the policy and the routes.</param>
    /// <param name="leavesOpen">Whether the client belongs to other code, and not to the router.</param>
    public static CapacityAwareChatClient Over(
        IChatClient primary, string name, IChatClient fallback, IServiceProvider services, Action<CapacityRoutingOptions, IReadOnlyList<ModelRoute>>? configure, bool leavesOpen)
    {
        CapacityRoutingOptions options = new();
        ModelRoute[] routes = [new(CapacityAwareChatClientServices.Primary, primary) { LeaveOpen = leavesOpen }, new(name, fallback) { LeaveOpen = true }];
        configure?.Invoke(options, routes);
        return new(routes, options, services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>());
    }
}
