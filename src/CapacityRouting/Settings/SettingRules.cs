using System.Globalization;

namespace CapacityRouting.Settings;

/// <summary>The rules that concern several settings together.</summary>
internal static class SettingRules
{
    /// <summary>A set of routes is one word of 64 bits.</summary>
    public const int MostRoutes = 64;

    public static void CheckNames(IReadOnlyCollection<string> names, SettingErrors errors)
    {
        if (names.Count == 0)
            errors.Add("Routes", "there must be at least one route.");
        if (names.Count > MostRoutes)
            errors.Add("Routes", string.Create(CultureInfo.InvariantCulture, $"there may be at most {MostRoutes} routes, there are {names.Count}."));
        foreach (IGrouping<string, string> same in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            errors.Add($"Routes:{same.Key}", string.Create(CultureInfo.InvariantCulture, $"{same.Count()} routes have this name; names must be unique."));
    }

    /// <summary>Checks a route, and that a route with a budget has prices: without them the budget would never be spent.</summary>
    public static void Check(RouteSettings route, string path, SettingErrors errors)
    {
        RouteSettings.Table.Check(route, path, errors);
        CheckPriced(route, route.Limits is { HasBudget: true } own ? own : route.Quota?.Limits, path, errors);
    }

    public static void CheckPriced(RouteSettings route, CapacityLimits? limits, string path, SettingErrors errors)
    {
        if (limits is { HasBudget: true } && route.Prices is null)
            errors.Add($"{path}:Prices", "must be set, since a budget (CostPerDay, CostPerMonth) counts this route.");
    }
}
