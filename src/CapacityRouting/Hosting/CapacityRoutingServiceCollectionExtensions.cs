using CapacityRouting;
using CapacityRouting.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="CapacityAwareChatClient"/> with dependency injection.</summary>
public static class CapacityRoutingServiceCollectionExtensions
{
    /// <summary>
    /// Registers a router as the <see cref="IChatClient"/>. Its settings are checked when the host starts, all errors at once;
    /// its clients are made when it is first asked for. It uses the container's <see cref="TimeProvider"/> and logger factory, if any.
    /// </summary>
    /// <remarks>
    /// A router that needs itself, because a route or something that it is made of asks the container for it, throws an <see cref="InvalidOperationException"/>
    /// when it is asked for, every time. To put other clients around it in the container, register it with a key.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds the routes, the preferred one first, and tunes the policy.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddCapacityAwareFallback(this IServiceCollection services, Action<CapacityRoutingBuilder> configure)
    {
        CapacityRoutingBuilder routing = Built(services, configure, Options.Options.DefaultName);
        return services.AddSingleton<IChatClient>(provider => ConfiguredRouter.Build(routing, provider, Options.Options.DefaultName));
    }

    /// <summary>As the other overload, as a keyed service: <c>[FromKeyedServices("key")] IChatClient client</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key.</param>
    /// <param name="configure">Adds the routes, the preferred one first, and tunes the policy.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddCapacityAwareFallback(this IServiceCollection services, string serviceKey, Action<CapacityRoutingBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(serviceKey);
        CapacityRoutingBuilder routing = Built(services, configure, serviceKey);
        return services.AddKeyedSingleton<IChatClient>(serviceKey, (provider, _) => ConfiguredRouter.Build(routing, provider, serviceKey));
    }

    private static CapacityRoutingBuilder Built(IServiceCollection services, Action<CapacityRoutingBuilder> configure, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        CapacityRoutingBuilder routing = new();
        configure(routing);
        services.TryAddTransient<CapacityObserver>();
        services.AddOptions<RouterStartup>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RouterStartup>>(provider => new SetupValidator(name, routing, provider));
        return routing;
    }
}
