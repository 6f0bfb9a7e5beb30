using CapacityRouting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a router with other clients around it, or a fallback behind a client that is registered already.</summary>
/// <remarks>Not thread-safe, as the collection of services is not.</remarks>
public static class CapacityAwareChatClientServices
{
    /// <summary>The name of the route of a client that was there before its fallback.</summary>
    public const string Primary = "primary";

    /// <summary>
    /// Registers a router as the innermost part of the <see cref="IChatClient"/>, a singleton. What follows in the builder is around it: the registered client is the whole pipeline.
    /// </summary>
    /// <example>
    /// <code>
    /// services.AddCapacityAwareChatClient(routing => routing.AddRoute("gpt", gpt).AddRoute("claude", claude))
    ///     .UseFunctionInvocation()
    ///     .UseOpenTelemetry();
    /// </code>
    /// </example>
    /// <param name="services">The services.</param>
    /// <param name="configure">Adds the routes, the preferred one first, and tunes the policy.</param>
    /// <returns>The builder of the pipeline around the router.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    public static ChatClientBuilder AddCapacityAwareChatClient(this IServiceCollection services, Action<CapacityRoutingBuilder> configure) =>
        services.AddChatClient(services.PrepareCapacityAwareFallback(configure));

    /// <summary>As <see cref="AddCapacityAwareChatClient"/>, with a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key.</param>
    /// <param name="configure">Adds the routes, the preferred one first, and tunes the policy.</param>
    /// <returns>The builder of the pipeline around the router.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="serviceKey"/> is empty.</exception>
    public static ChatClientBuilder AddKeyedCapacityAwareChatClient(this IServiceCollection services, string serviceKey, Action<CapacityRoutingBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(serviceKey);
        return services.AddKeyedChatClient(serviceKey, services.PrepareCapacityAwareFallback(configure, serviceKey));
    }

    /// <summary>
    /// Puts a fallback behind the <see cref="IChatClient"/> that is registered already. The client becomes the route <see cref="Primary"/>, with all that is around it, and keeps its lifetime.
    /// </summary>
    /// <example>
    /// <code>
    /// services.AddChatClient(gpt).UseFunctionInvocation();
    /// services.AddFallbackToChatClient("claude", provider => claude);
    /// </code>
    /// </example>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the fallback's route.</param>
    /// <param name="fallback">Makes or finds the fallback. What it has made is disposed with the router, what it found in the container is the container's.</param>
    /// <param name="configure">Tunes the policy and the routes: the first is the client that is registered, the second the fallback. Null for the defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="fallback"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">No client is registered without a key.</exception>
    public static IServiceCollection AddFallbackToChatClient(
        this IServiceCollection services, string name, Func<IServiceProvider, IChatClient> fallback, Action<CapacityRoutingOptions, IReadOnlyList<ModelRoute>>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(fallback);
        int index = IndexOfClient(services);
        ServiceDescriptor before = services[index];
        services[index] = ServiceDescriptor.Describe(typeof(IChatClient), new FallbackRegistration(before, name, fallback, configure).Make, before.Lifetime);
        return services;
    }

    private static int IndexOfClient(IServiceCollection services)
    {
        for (int i = services.Count - 1; i >= 0; i--)
            if (services[i].ServiceType == typeof(IChatClient) && !services[i].IsKeyedService)
                return i;
        throw new InvalidOperationException("No IChatClient is registered to put a fallback behind. Register it first: services.AddChatClient(...), and then AddFallbackToChatClient.");
    }
}
