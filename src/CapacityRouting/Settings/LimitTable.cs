using CapacityRouting.Abstractions;

namespace CapacityRouting.Settings;

/// <summary>The settings of <see cref="CapacityLimits"/>, a type without knowledge of configuration.</summary>
internal static class LimitTable
{
    public static SettingTable<CapacityLimits> Table { get; } = new()
    {
        { nameof(CapacityLimits.RequestsPerMinute), limits => limits.RequestsPerMinute, (ref limits, value) => limits = limits with { RequestsPerMinute = value }, Numbers.AtLeast(1L) },
        { nameof(CapacityLimits.TokensPerMinute), limits => limits.TokensPerMinute, (ref limits, value) => limits = limits with { TokensPerMinute = value }, Numbers.Tokens<long>() },
        { nameof(CapacityLimits.InputTokensPerMinute), limits => limits.InputTokensPerMinute, (ref limits, value) => limits = limits with { InputTokensPerMinute = value }, Numbers.Tokens<long>() },
        { nameof(CapacityLimits.OutputTokensPerMinute), limits => limits.OutputTokensPerMinute, (ref limits, value) => limits = limits with { OutputTokensPerMinute = value }, Numbers.AtLeast(1L) },
        { nameof(CapacityLimits.RequestsPerHour), limits => limits.RequestsPerHour, (ref limits, value) => limits = limits with { RequestsPerHour = value }, Numbers.AtLeast(1L) },
        { nameof(CapacityLimits.TokensPerHour), limits => limits.TokensPerHour, (ref limits, value) => limits = limits with { TokensPerHour = value }, Numbers.Tokens<long>() },
        { nameof(CapacityLimits.RequestsPerDay), limits => limits.RequestsPerDay, (ref limits, value) => limits = limits with { RequestsPerDay = value }, Numbers.AtLeast(1L) },
        { nameof(CapacityLimits.TokensPerDay), limits => limits.TokensPerDay, (ref limits, value) => limits = limits with { TokensPerDay = value }, Numbers.Tokens<long>() },
        { nameof(CapacityLimits.RequestsPerMonth), limits => limits.RequestsPerMonth, (ref limits, value) => limits = limits with { RequestsPerMonth = value }, Numbers.AtLeast(1L) },
        { nameof(CapacityLimits.TokensPerMonth), limits => limits.TokensPerMonth, (ref limits, value) => limits = limits with { TokensPerMonth = value }, Numbers.Tokens<long>() },
        { nameof(CapacityLimits.CostPerDay), limits => limits.CostPerDay, (ref limits, value) => limits = limits with { CostPerDay = value }, Numbers.PositiveUpTo(Money.MostOfABudget) },
        { nameof(CapacityLimits.CostPerMonth), limits => limits.CostPerMonth, (ref limits, value) => limits = limits with { CostPerMonth = value }, Numbers.PositiveUpTo(Money.MostOfABudget) },
        { nameof(CapacityLimits.DailyReset), limits => limits.DailyReset, (ref limits, value) => limits = limits with { DailyReset = value }, Texts.OneOf<LimitReset>() },
        { nameof(CapacityLimits.TimeZone), limits => limits.TimeZone, (ref limits, value) => limits = limits with { TimeZone = value }, Texts.TimeZone },
        { nameof(CapacityLimits.Paced), limits => limits.Paced, (ref limits, value) => limits = limits with { Paced = value }, Texts.Flag },
        { nameof(CapacityLimits.MaxConcurrentRequests), limits => limits.MaxConcurrentRequests, (ref limits, value) => limits = limits with { MaxConcurrentRequests = value }, Numbers.AtLeast(1) },
        { nameof(CapacityLimits.Burst), limits => limits.Burst, (ref limits, value) => limits = limits with { Burst = value }, Times.Burst },
    };
}
