using CapacityRouting.Hosting;

namespace CapacityRouting.Settings;

/// <summary>All settings of a router, from code and configuration together, before any client is made.</summary>
internal sealed class RoutingSetup
{
    private readonly List<RouteSetup> _routes = [];
    private readonly Dictionary<string, CapacityQuota> _quotas = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CapacityLimits> _limitsInCode = new(StringComparer.OrdinalIgnoreCase);

    public CapacityRoutingOptions Options { get; private init; } = new();

    public IReadOnlyList<RouteSetup> Routes => _routes;

    /// <summary>New limits of quotas that exist already; a reload puts them in force.</summary>
    public Dictionary<CapacityQuota, CapacityLimits> QuotaLimits { get; } = [];

    /// <summary>Reads and checks it all; the errors say whether it may be used.</summary>
    /// <param name="source">The settings of the code.</param>
    /// <param name="services">The container that has the configuration.</param>
    /// <param name="known">Quotas that an earlier read made from configuration, and that go on.</param>
    /// <param name="errors">Every error, with its path.</param>
    public static RoutingSetup Read(CapacityRoutingBuilder source, IServiceProvider services, IEnumerable<CapacityQuota> known, SettingErrors errors)
    {
        RoutingSetup setup = new() { Options = source.Options() };
        foreach (CapacityQuota quota in source.Quotas.Concat(known).Distinct())
            setup._quotas[quota.Name] = quota;
        foreach (CapacityQuota quota in source.Quotas)
            setup._limitsInCode[quota.Name] = quota.FirstLimits;
        setup._routes.AddRange(source.Routes.Select(route => new RouteSetup(route)));
        if (source.ConfigurationFrom(services) is { } configuration)
            ConfigurationReader.Read(configuration, setup, errors);
        setup.Check(errors);
        return setup;
    }

    public RouteSettings? FindRoute(string name) =>
        _routes.Find(route => string.Equals(route.Name, name, StringComparison.OrdinalIgnoreCase))?.Settings;

    public CapacityQuota? FindQuota(string name) => _quotas.GetValueOrDefault(name);

    public IEnumerable<CapacityQuota> Quotas => _quotas.Values;

    /// <summary>The limits that configuration builds on: none for a quota that only configuration has.</summary>
    public CapacityLimits LimitsInCode(string quota) => _limitsInCode.GetValueOrDefault(quota) ?? new();

    public void SetQuota(string name, CapacityLimits limits)
    {
        if (!_quotas.TryGetValue(name, out CapacityQuota? quota))
            _quotas[name] = quota = new(name, limits);
        QuotaLimits[quota] = limits;
    }

    /// <summary>Makes the clients. A factory that fails is one more error, named by its route.</summary>
    /// <exception cref="InvalidOperationException">A factory needs the router itself.</exception>
    public ModelRoute[] Build(RouterConstruction router, ClientHandover handover, IServiceProvider services, SettingErrors errors)
    {
        List<ModelRoute> routes = [];
        foreach (RouteSetup setup in _routes)
        {
            if (router.Make(setup, services, errors) is not { } route)
                continue;
            handover.Add(setup, route);
            routes.Add(route);
        }

        return [.. routes];
    }

    private void Check(SettingErrors errors)
    {
        SettingRules.CheckNames([.. _routes.Select(route => route.Name)], errors);
        CapacityRoutingOptions.Table.Check(Options, string.Empty, errors);
        foreach ((CapacityQuota quota, CapacityLimits limits) in QuotaLimits)
            LimitTable.Table.Check(limits, $"Quotas:{quota.Name}", errors);
        foreach (RouteSetup route in _routes)
        {
            SettingRules.Check(route.Settings, $"Routes:{route.Name}", errors);

            // A quota gets its new limits only after every setting was found right.
            if (route.Settings.Quota is { } shared && QuotaLimits.TryGetValue(shared, out CapacityLimits? changed) && !shared.Limits.HasBudget)
                SettingRules.CheckPriced(route.Settings, changed, $"Routes:{route.Name}", errors);
        }
    }
}
