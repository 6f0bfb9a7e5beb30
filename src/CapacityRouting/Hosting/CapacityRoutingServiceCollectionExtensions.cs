using System.ComponentModel;
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
        Func<IServiceProvider, IChatClient> router = services.PrepareCapacityAwareFallback(configure);
        return services.AddSingleton(router);
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
        Func<IServiceProvider, IChatClient> router = services.PrepareCapacityAwareFallback(configure, serviceKey);
        return services.AddKeyedSingleton(serviceKey, (provider, _) => router(provider));
    }

    /// <summary>
    /// Registers all that a router needs, and leaves it to the caller how the router itself is registered: for packages that put other clients around it. Beside its client, the container then
    /// has its <see cref="ICapacityMonitor"/> and <see cref="IRouteControl"/>, with its key.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds the routes, the preferred one first, and tunes the policy.</param>
    /// <param name="serviceKey">The key under which its client is registered; null for none.</param>
    /// <returns>Makes the router, once for each container.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Func<IServiceProvider, IChatClient> PrepareCapacityAwareFallback(this IServiceCollection services, Action<CapacityRoutingBuilder> configure, string? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        string name = serviceKey ?? Options.Options.DefaultName;
        CapacityRoutingBuilder routing = new(name);
        configure(routing);
        services.TryAddTransient<CapacityObserver>();
        services.AddOptions<CapacityRoutingOptions>(name);
        services.AddOptions<RouterStartup>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RouterStartup>>(provider => new SetupValidator(name, routing, provider));
        AddParts(services, serviceKey);
        return provider => ConfiguredRouter.Build(routing, provider, name);
    }

    /// <summary>What operators use of a router, found by way of its client.</summary>
    private static void AddParts(IServiceCollection services, string? serviceKey)
    {
        if (serviceKey is null)
        {
            services.TryAddSingleton(provider => PartOf<ICapacityMonitor>(provider.GetRequiredService<IChatClient>()));
            services.TryAddSingleton(provider => PartOf<IRouteControl>(provider.GetRequiredService<IChatClient>()));
            return;
        }

        services.TryAddKeyedSingleton(serviceKey, (provider, key) => PartOf<ICapacityMonitor>(provider.GetRequiredKeyedService<IChatClient>(key)));
        services.TryAddKeyedSingleton(serviceKey, (provider, key) => PartOf<IRouteControl>(provider.GetRequiredKeyedService<IChatClient>(key)));
    }

    private static T PartOf<T>(IChatClient client)
        where T : class =>
        client.GetService<T>() ?? throw new InvalidOperationException(
            $"No {typeof(T).Name} is found: the registered IChatClient has no router in it. A client registered after AddCapacityAwareFallback takes its place; register the router with a key, or before it.");
}
