using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Settings;

/// <summary>Reads a configuration section over the settings of the code. It needs no reflection, and reports every error, not only the first.</summary>
internal static class ConfigurationReader
{
    /// <param name="section">The router's section.</param>
    /// <param name="settings">The settings of the code; changed in place.</param>
    /// <param name="errors">Where wrong settings are noted.</param>
    public static void Read(IConfiguration section, RoutingSettings settings, SettingErrors errors)
    {
        if (section is IConfigurationSection named && !named.Exists())
            errors.Add(named.Path, "the configuration has no such section, or it is empty; correct the name that BindConfiguration gets, add the section, or leave BindConfiguration out.");
        CapacityRoutingOptions.Table.Read(section, settings.Options, settings, errors);
    }

    /// <summary>The quotas that routes share, each under its name.</summary>
    public static void ReadQuotas(IConfigurationSection section, ref CapacityRoutingOptions options, RoutingSettings settings, SettingErrors errors)
    {
        RefuseValue(section, "a section for each quota", errors);
        foreach (IConfigurationSection child in section.GetChildren())
            settings.SetQuota(child.Key, LimitTable.Table.Read(child, settings.LimitsInCode(child.Key), settings, errors));
    }

    /// <summary>The routes, each under its name.</summary>
    public static void ReadRoutes(IConfigurationSection section, ref CapacityRoutingOptions options, RoutingSettings settings, SettingErrors errors)
    {
        RefuseValue(section, "a section for each route", errors);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (settings.FindRoute(child.Key) is { } route)
                RouteSettings.Table.Read(child, route, settings, errors);
            else
                errors.Add(child.Path, $"there is no route '{child.Key}'; there are: {string.Join(", ", settings.Routes.Select(known => known.Name))}. Correct the name, or add the route in code with AddRoute.");
        }
    }

    /// <summary>The name of the quota that a route shares.</summary>
    public static void ReadQuota(IConfigurationSection section, ref RouteSettings route, RoutingSettings settings, SettingErrors errors)
    {
        route.Quota = section.Value is { } name ? settings.FindQuota(name) : null;
        if (route.Quota is null)
            errors.Add(section.Path, $"there is no quota '{section.Value}'; {KnownQuotas(settings)}. Add it under Quotas, or in code with AddQuota.");
    }

    /// <summary>The tags of a route. A single text is refused: "eu,fast" would be one tag, and no request asks for that.</summary>
    public static void ReadTags(IConfigurationSection section, ref RouteSettings route, RoutingSettings settings, SettingErrors errors)
    {
        if (section.Value is { Length: > 0 } text)
            errors.Add(section.Path, $"must be a list such as [ \"{text}\" ], is the text '{text}'. In an environment variable the first tag is {nameof(RouteSettings.Tags)}__0.");
        IConfigurationSection[] tags = [.. section.GetChildren()];
        foreach (IConfigurationSection tag in tags.Where(tag => tag.Value is null || !tag.Key.All(char.IsAsciiDigit)))
            errors.Add(tag.Path, "must be a text in a list such as [ \"eu\", \"fast\" ].");
        route.Tags = [.. tags.Select(tag => tag.Value).OfType<string>()];
    }

    /// <summary>Notes a value where a section belongs. It would be ignored.</summary>
    /// <param name="section">The section.</param>
    /// <param name="expected">What belongs there, in the words of the error.</param>
    /// <param name="errors">Where it is noted.</param>
    public static void RefuseValue(IConfiguration section, string expected, SettingErrors errors)
    {
        if (section is IConfigurationSection { Value: { Length: > 0 } value } named)
            errors.Add(named.Path, $"must be {expected}, is the value '{value}'.");
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

    private static string KnownQuotas(RoutingSettings settings) =>
        settings.Quotas.Any() ? $"there are: {string.Join(", ", settings.Quotas.Select(known => known.Name))}" : "there is none";
}
