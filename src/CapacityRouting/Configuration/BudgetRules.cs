using CapacityRouting.Capacity;

namespace CapacityRouting.Configuration;

/// <summary>What the settings of money and of the calendar may be.</summary>
internal static class BudgetRules
{
    public static void Check(CapacityLimits limits, string path, SettingErrors errors)
    {
        errors.PositiveUpTo($"{path}:CostPerDay", limits.CostPerDay, Money.MostOfABudget);
        errors.PositiveUpTo($"{path}:CostPerMonth", limits.CostPerMonth, Money.MostOfABudget);
        CheckReset(limits.DailyReset, limits.TimeZone, path, errors);
    }

    public static void CheckReset(LimitReset? daily, string? zone, string path, SettingErrors errors)
    {
        if (daily is { } reset && !Enum.IsDefined(reset))
            errors.Add($"{path}:DailyReset", $"must be one of {string.Join(", ", Enum.GetNames<LimitReset>())}, is {reset}.");
        if (zone is not null && TimeZones.Find(zone) is null)
            errors.Add($"{path}:TimeZone", $"there is no time zone '{zone}' on this machine.");
    }

    public static void Check(ModelPrices? prices, string path, SettingErrors errors)
    {
        errors.NotNegativeUpTo($"{path}:InputPerMillion", prices?.InputPerMillion, Money.MostOfAPrice);
        errors.NotNegativeUpTo($"{path}:OutputPerMillion", prices?.OutputPerMillion, Money.MostOfAPrice);
        errors.NotNegativeUpTo($"{path}:CachedInputPerMillion", prices?.CachedInputPerMillion, Money.MostOfAPrice);
    }

    /// <summary>A budget that counts a route without prices would never be spent.</summary>
    public static void CheckPriced(RouteSettings route, CapacityLimits? limits, string path, SettingErrors errors)
    {
        if (limits is { HasBudget: true } && route.Prices is null)
            errors.Add($"{path}:Prices", "must be set, since a budget (CostPerDay, CostPerMonth) counts this route.");
    }
}
