using CapacityRouting.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CapacityRouting;

/// <summary>Collects the routes and the policy of one router for dependency injection.</summary>
/// <remarks>
/// <para>Not thread-safe: set it up before the container is built.</para>
/// <para>
/// Configuration overrides the settings of the code, and <see cref="Configure"/> those of <c>services.Configure&lt;CapacityRoutingOptions&gt;(...)</c>, which has the router's key as its name. The router disposes the clients that
/// the factories of its routes have made. It leaves open those that existed already and those of the container, also where a factory found them there. <see cref="RouteSettings.LeaveOpen"/> says otherwise.
/// When the router cannot be made, what the factories have made for it is disposed.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// services.AddCapacityAwareFallback(routing =>
/// {
///     CapacityQuota account = routing.AddQuota("account", new() { TokensPerMinute = 200_000 });
///     routing
///         .AddKeyedRoute("gpt", "gpt", route => route.Quota = account)
///         .AddKeyedRoute("mini", "mini", route => route.Quota = account)
///         .Configure(options => options.MaxWait = TimeSpan.FromSeconds(5))
///         .BindConfiguration("CapacityRouting");
/// });
/// </code>
/// </example>
public sealed class CapacityRoutingBuilder
{
    private readonly List<RouteRegistration> _routes = [];
    private readonly List<CapacityQuota> _quotas = [];
    private Action<CapacityRoutingOptions>? _configure;
    private Func<IServiceProvider, IConfiguration>? _configuration;

    internal CapacityRoutingBuilder(string name) => Name = name;

    /// <summary>The router's key; the options' default name for one without a key.</summary>
    internal string Name { get; }

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

    /// <summary>
    /// Adds a route with a client that is made, or found in the container, when the router is made. What was made is disposed with the router, unless <see cref="RouteSettings.LeaveOpen"/> is set.
    /// </summary>
    /// <param name="name">The route's name, unique within the router.</param>
    /// <param name="factory">
    /// Makes or finds the route's client. A factory that needs the router itself, as <c>GetRequiredService&lt;IChatClient&gt;()</c> does where the router has
    /// no key, makes the resolution of the router throw an <see cref="InvalidOperationException"/>.
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
    /// <param name="serviceKey">
    /// The key of the route's client. The router's own key makes the resolution of the router throw an <see cref="InvalidOperationException"/>.
    /// </param>
    /// <param name="configure">Fills in its limits and traits.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="serviceKey"/> is null.</exception>
    public CapacityRoutingBuilder AddKeyedRoute(string name, object serviceKey, Action<RouteSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        return Add(name, services => services.GetKeyedService<IChatClient>(serviceKey), configure,
            ifNull: $"no IChatClient is registered under the key '{serviceKey}'; register one with AddKeyedSingleton<IChatClient>(key, ...), or correct the key.");
    }

    /// <summary>Adds a quota for several routes to share: in code by <see cref="RouteSettings.Quota"/>, in configuration by its name.</summary>
    /// <param name="name">The quota's name, unique within the router.</param>
    /// <param name="limits">The limits of all its routes together. Configuration may change them.</param>
    /// <returns>The quota.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="limits"/> is null.</exception>
    public CapacityQuota AddQuota(string name, CapacityLimits limits)
    {
        CapacityQuota quota = new(name, limits);
        _quotas.Add(quota);
        return quota;
    }

    /// <summary>Tunes the policy. Several calls add up.</summary>
    /// <param name="configure">Changes the options.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public CapacityRoutingBuilder Configure(Action<CapacityRoutingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configure += configure;
        return this;
    }

    /// <summary>
    /// Reads limits and policy from a section of the container's <see cref="IConfiguration"/>, and again when it changes. Levels
    /// are kept over a change. A wrong change is logged and not applied. A section that is missing or empty is an error. <c>docs/configuration.md</c> lists the settings.
    /// </summary>
    /// <param name="path">The section's path, "CapacityRouting" for example.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public CapacityRoutingBuilder BindConfiguration(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _configuration = services => services.GetRequiredService<IConfiguration>().GetSection(path);
        return this;
    }

    /// <summary>Reads limits and policy from a given section, as <see cref="BindConfiguration(string)"/> does.</summary>
    /// <param name="section">The section.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> is null.</exception>
    public CapacityRoutingBuilder BindConfiguration(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _configuration = _ => section;
        return this;
    }

    /// <summary>The policy: what the container's options of the router's name say, changed by what is said here.</summary>
    internal CapacityRoutingOptions OptionsFrom(IServiceProvider services)
    {
        CapacityRoutingOptions options = services.GetRequiredService<IOptionsMonitor<CapacityRoutingOptions>>().Get(Name).Clone();
        _configure?.Invoke(options);
        return options;
    }

    internal IConfiguration? ConfigurationFrom(IServiceProvider services) => _configuration?.Invoke(services);

    private CapacityRoutingBuilder Add(string name, Func<IServiceProvider, IChatClient?> client, Action<RouteSettings>? configure, bool isMadeForTheRouter = false, string? ifNull = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _routes.Add(new(name, client, configure) { IsMadeForTheRouter = isMadeForTheRouter, IfNull = ifNull ?? RouteRegistration.NoClient });
        return this;
    }
}
