namespace CapacityRouting.Settings;

/// <summary>Everything that code and configuration together say about a router: its policy, its routes and the quotas that they share.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RoutingSettings
{
    private readonly Dictionary<string, CapacityQuota> _quotas = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CapacityLimits> _limitsInCode = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="options">The policy.</param>
    /// <param name="routes">The routes, in the user's order.</param>
    /// <param name="quotas">The quotas that code has made.</param>
    /// <param name="known">The quotas that were made from configuration before, and go on.</param>
    public RoutingSettings(CapacityRoutingOptions options, IReadOnlyList<ModelRoute> routes, IReadOnlyList<CapacityQuota> quotas, IEnumerable<CapacityQuota> known)
    {
        (Options, Routes) = (options, routes);
        foreach (CapacityQuota quota in quotas.Concat(known).Distinct())
            _quotas[quota.Name] = quota;
        foreach (CapacityQuota quota in quotas)
            _limitsInCode[quota.Name] = quota.FirstLimits;
    }

    public CapacityRoutingOptions Options { get; }

    public IReadOnlyList<ModelRoute> Routes { get; }

    public IEnumerable<CapacityQuota> Quotas => _quotas.Values;

    /// <summary>New limits of quotas that exist already; a reload puts them in force.</summary>
    public Dictionary<CapacityQuota, CapacityLimits> QuotaLimits { get; } = [];

    public ModelRoute? FindRoute(string name) =>
        Routes.FirstOrDefault(route => string.Equals(route.Name, name, StringComparison.OrdinalIgnoreCase));

    public CapacityQuota? FindQuota(string name) => _quotas.GetValueOrDefault(name);

    /// <summary>The limits that configuration goes over: none for a quota that only configuration knows.</summary>
    public CapacityLimits LimitsInCode(string quota) => _limitsInCode.GetValueOrDefault(quota) ?? new();

    public void SetQuota(string name, CapacityLimits limits)
    {
        if (!_quotas.TryGetValue(name, out CapacityQuota? quota))
            _quotas[name] = quota = new(name, limits);
        QuotaLimits[quota] = limits;
    }

    public void Check(SettingErrors errors)
    {
        SettingRules.CheckNames([.. Routes.Select(route => route.Name)], errors);
        CapacityRoutingOptions.Table.Check(Options, string.Empty, errors);
        foreach ((CapacityQuota quota, CapacityLimits limits) in QuotaLimits)
            LimitTable.Table.Check(limits, $"Quotas:{quota.Name}", errors);
        foreach (ModelRoute route in Routes)
        {
            SettingRules.Check(route, $"Routes:{route.Name}", errors);

            // A quota has its new limits only once everything is found to be right.
            if (route.Quota is { } shared && QuotaLimits.TryGetValue(shared, out CapacityLimits? changed) && !shared.Limits.HasBudget)
                SettingRules.CheckPriced(route, changed, $"Routes:{route.Name}", errors);
        }
    }
}
