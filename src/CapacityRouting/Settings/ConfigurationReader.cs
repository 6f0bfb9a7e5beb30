using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Settings;

/// <summary>Reads a configuration section over the settings of the code. It needs no reflection, and reports every error, not only the first.</summary>
internal static class ConfigurationReader
{
    /// <param name="section">The router's section.</param>
    /// <param name="settings">The settings of the code; changed in place.</param>
    /// <param name="errors">Where wrong settings are noted.</param>
    public static void Read(IConfiguration section, RoutingSettings settings, SettingErrors errors) =>
        CapacityRoutingOptions.Table.Read(section, settings.Options, settings, errors);

    /// <summary>The quotas that routes share, each under its name.</summary>
    public static void ReadQuotas(IConfigurationSection section, ref CapacityRoutingOptions options, RoutingSettings settings, SettingErrors errors)
    {
        foreach (IConfigurationSection child in section.GetChildren())
            settings.SetQuota(child.Key, LimitTable.Table.Read(child, settings.LimitsInCode(child.Key), settings, errors));
    }

    /// <summary>The routes, each under its name.</summary>
    public static void ReadRoutes(IConfigurationSection section, ref CapacityRoutingOptions options, RoutingSettings settings, SettingErrors errors)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (settings.FindRoute(child.Key) is { } route)
                RouteSettings.Table.Read(child, route, settings, errors);
            else
                errors.Add(child.Path, $"there is no such route; there are: {string.Join(", ", settings.Routes.Select(known => known.Name))}.");
        }
    }

    /// <summary>The name of the quota that a route shares.</summary>
    public static void ReadQuota(IConfigurationSection section, ref RouteSettings route, RoutingSettings settings, SettingErrors errors)
    {
        route.Quota = section.Value is { } name ? settings.FindQuota(name) : null;
        if (route.Quota is null)
            errors.Add(section.Path, $"there is no quota '{section.Value}' under Quotas.");
    }

    /// <summary>Checks the limits of a shared quota. Its errors have the quota's own path, not the route's.</summary>
    public static void CheckQuota(RouteSettings route, string path, SettingErrors errors)
    {
        if (route.Quota is { } quota)
            LimitTable.Table.Check(quota.Limits, $"Quotas:{quota.Name}", errors);
    }

    /// <summary>The name of a provider's profile.</summary>
    public static void ReadProfile(IConfigurationSection section, ref RouteSettings route, RoutingSettings settings, SettingErrors errors)
    {
        route.Profile = ProviderProfile.Named(section.Value ?? string.Empty);
        if (route.Profile is null)
            errors.Add(section.Path, $"there is no provider profile '{section.Value}'; there are: {string.Join(", ", ProviderProfile.All.Select(known => known.Name))}.");
    }
}
