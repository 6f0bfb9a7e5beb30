namespace CapacityRouting.Settings;

/// <summary>The settings of <see cref="RetryBudgetSettings"/>, which knows nothing of configuration itself.</summary>
internal static class RetryBudgetTable
{
    public static SettingTable<RetryBudgetSettings> Table { get; } = new()
    {
        { nameof(RetryBudgetSettings.Share), budget => budget.Share, (ref budget, value) => budget = budget with { Share = value }, Numbers.NotNegative },
        { nameof(RetryBudgetSettings.PerSecond), budget => budget.PerSecond, (ref budget, value) => budget = budget with { PerSecond = value }, Numbers.AtLeast(0) },
    };
}
