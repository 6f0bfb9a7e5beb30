using CapacityRouting;
using CapacityRouting.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="CapacityAwareChatClient"/> with dependency injection.</summary>
/// <remarks>Not thread-safe, as the collection of services is not.</remarks>
public static class CapacityRoutingServiceCollectionExtensions
{
    /// <summary>
    /// Registers a router as the <see cref="IChatClient"/>, a singleton. Its settings are checked when the host starts, with all errors in one report.
    /// Its clients are made with the router, at its first use. It uses the container's <see cref="TimeProvider"/> and logger factory, if any.
    /// </summary>
    /// <remarks>
    /// A router that needs itself, because a route or one of its parts asks the container for it, throws an <see cref="InvalidOperationException"/>
    /// each time when it is resolved. To put other clients around it in the container, register it with a key. Wrong settings make the start of the host, and each resolution,
    /// throw an <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>.
    /// </remarks>
    /// <example>
    /// <code>
    /// services.AddCapacityAwareFallback(routing => routing
    ///     .AddRoute("gpt", gpt, route => route.Limits = new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 })
    ///     .AddRoute("claude", claude, route => route.Limits = new() { RequestsPerMinute = 50, InputTokensPerMinute = 30_000, OutputTokensPerMinute = 8_000 })
    ///     .AddRoute("local", local, route => route.Limits = new() { MaxConcurrentRequests = 4 }));
    /// </code>
    /// </example>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds the routes, the preferred one first, and tunes the policy.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    public static IServiceCollection AddCapacityAwareFallback(this IServiceCollection services, Action<CapacityRoutingBuilder> configure)
    {
        CapacityRoutingBuilder routing = Built(services, configure, Options.Options.DefaultName);
        return services.AddSingleton<IChatClient>(provider => ConfiguredRouter.Build(routing, provider, Options.Options.DefaultName));
    }

    /// <summary>Registers a router as a keyed service: <c>[FromKeyedServices("key")] IChatClient client</c>. Otherwise as the overload without a key.</summary>
    /// <example>
    /// <code>
    /// services.AddCapacityAwareFallback("router", routing => routing.AddRoute("gpt", gpt).AddRoute("claude", claude));
    /// services.AddChatClient(provider => provider.GetRequiredKeyedService&lt;IChatClient&gt;("router")).UseFunctionInvocation();
    /// </code>
    /// </example>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key.</param>
    /// <param name="configure">Adds the routes, the preferred one first, and tunes the policy.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="serviceKey"/> is empty.</exception>
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
