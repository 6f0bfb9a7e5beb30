using CapacityRouting.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting;

/// <summary>Collects the routes and the policy of one router for dependency injection.</summary>
/// <remarks>
/// Not thread-safe. What code sets comes first and configuration over it. The router disposes none of the clients: those from
/// the container belong to the container, the others to who made them; to hand one over, set <see cref="RouteSettings.LeaveOpen"/> to false.
/// When the router cannot be made, what a factory made to be handed over is disposed.
/// </remarks>
public sealed class CapacityRoutingBuilder
{
    private readonly List<RouteRegistration> _routes = [];
    private readonly List<CapacityQuota> _quotas = [];
    private Action<CapacityRoutingOptions>? _configure;
    private Func<IServiceProvider, IConfiguration>? _configuration;

    internal CapacityRoutingBuilder()
    {
    }

    internal IReadOnlyList<RouteRegistration> Routes => _routes;

    internal IReadOnlyList<CapacityQuota> Quotas => _quotas;

    /// <summary>Adds a route over a client that exists already. Routes are preferred in the order in which they are added.</summary>
    /// <param name="name">The route's name, unique within the router.</param>
    /// <param name="client">Its client.</param>
    /// <param name="configure">Fills in its limits and traits.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public CapacityRoutingBuilder AddRoute(string name, IChatClient client, Action<RouteSettings>? configure = null)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client), $"Route '{name}': the client is null.");
        return Add(name, _ => client, configure);
    }

    /// <summary>Adds a route whose client is made, or found in the container, when the router is.</summary>
    /// <param name="name">The route's name, unique within the router.</param>
    /// <param name="factory">
    /// Gives its client. One that needs the router itself, as <c>GetRequiredService&lt;IChatClient&gt;()</c> does where the router has
    /// no key, makes asking for the router throw an <see cref="InvalidOperationException"/>.
    /// </param>
    /// <param name="configure">Fills in its limits and traits.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    public CapacityRoutingBuilder AddRoute(string name, Func<IServiceProvider, IChatClient> factory, Action<RouteSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(name, factory, configure, isMadeForTheRouter: true);
    }

    /// <summary>Adds a route over the <see cref="IChatClient"/> that is registered with a key.</summary>
    /// <param name="name">The route's name, unique within the router.</param>
    /// <param name="serviceKey">The key of its client; the router's own makes asking for the router throw an <see cref="InvalidOperationException"/>.</param>
    /// <param name="configure">Fills in its limits and traits.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="serviceKey"/> is null.</exception>
    public CapacityRoutingBuilder AddKeyedRoute(string name, object serviceKey, Action<RouteSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        return Add(name, services => services.GetRequiredKeyedService<IChatClient>(serviceKey), configure);
    }

    /// <summary>Adds a quota that several routes share: in code by giving it to them, in configuration by its name.</summary>
    /// <param name="name">The quota's name, unique within the router.</param>
    /// <param name="limits">What its routes together may take; configuration may change it.</param>
    /// <returns>The quota.</returns>
    public CapacityQuota AddQuota(string name, CapacityLimits limits)
    {
        CapacityQuota quota = new(name, limits);
        _quotas.Add(quota);
        return quota;
    }

    /// <summary>Tunes the policy. Calls add up.</summary>
    /// <returns>This builder.</returns>
    public CapacityRoutingBuilder Configure(Action<CapacityRoutingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configure += configure;
        return this;
    }

    /// <summary>
    /// Reads limits and policy from a section of the container's <see cref="IConfiguration"/>, and again when it changes. Levels
    /// are kept over a change; a wrong change is logged and not taken. <c>docs/configuration.md</c> lists the settings.
    /// </summary>
    /// <param name="path">The section's path, "CapacityRouting" for example.</param>
    /// <returns>This builder.</returns>
    public CapacityRoutingBuilder BindConfiguration(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _configuration = services => services.GetRequiredService<IConfiguration>().GetSection(path);
        return this;
    }

    /// <summary>As <see cref="BindConfiguration(string)"/>, from a section at hand.</summary>
    /// <returns>This builder.</returns>
    public CapacityRoutingBuilder BindConfiguration(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _configuration = _ => section;
        return this;
    }

    internal CapacityRoutingOptions Options()
    {
        CapacityRoutingOptions options = new();
        _configure?.Invoke(options);
        return options;
    }

    internal IConfiguration? ConfigurationFrom(IServiceProvider services) => _configuration?.Invoke(services);

    private CapacityRoutingBuilder Add(string name, Func<IServiceProvider, IChatClient?> client, Action<RouteSettings>? configure, bool isMadeForTheRouter = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _routes.Add(new(name, client, configure) { IsMadeForTheRouter = isMadeForTheRouter });
        return this;
    }
}
