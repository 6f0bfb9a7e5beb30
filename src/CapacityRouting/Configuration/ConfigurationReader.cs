using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Configuration;

/// <summary>Reads a configuration section over what code has set. It needs no reflection, and it tells every error, not the first.</summary>
internal static class ConfigurationReader
{
    /// <param name="section">The router's section.</param>
    /// <param name="setup">What code has set; changed in place.</param>
    /// <param name="errors">Where wrong settings are noted.</param>
    public static void Read(IConfiguration section, RoutingSetup setup, SettingErrors errors)
    {
        CapacityRoutingOptions options = setup.Options;
        new SettingTable(errors)
        {
            { nameof(options.MaxWait), (TimeSpan value) => options.MaxWait = value },
            { nameof(options.PreferredReserve), (double value) => options.PreferredReserve = value },
            { nameof(options.BackgroundReserve), (double value) => options.BackgroundReserve = value },
            { nameof(options.SafetyReserve), (double value) => options.SafetyReserve = value },
            { nameof(options.RetryBudget), child => options.RetryBudget = RetryBudgetOf(child, options.RetryBudget, errors) },
            { nameof(options.MaxWaitForPreferred), (TimeSpan value) => options.MaxWaitForPreferred = value },
            { nameof(options.Deadline), (TimeSpan value) => options.Deadline = value },
            { nameof(options.MaxAttempts), (int value) => options.MaxAttempts = value },
            { nameof(options.FirstTokenTimeout), child => options.FirstTokenTimeout = FirstTokenTimeoutOf(child, errors) },
            { nameof(options.MinimumProgress), (double value) => options.MinimumProgress = value },
            { nameof(options.MaxContinuations), (int value) => options.MaxContinuations = value },
            { nameof(options.StateExpiry), (TimeSpan value) => options.StateExpiry = value },
            { nameof(options.MaxStateEntries), (int value) => options.MaxStateEntries = value },
            { nameof(options.IdleTimeout), (TimeSpan value) => options.IdleTimeout = value },
            { nameof(options.AttemptTimeout), (TimeSpan value) => options.AttemptTimeout = value },
            { nameof(options.FailoverOnContentFilter), (bool value) => options.FailoverOnContentFilter = value },
            { nameof(options.HeaderLimits), child => options.HeaderLimits = EnumOf<HeaderLimitUse>(child, errors) },
            { nameof(options.CircuitBreaker), child => options.CircuitBreaker = BreakerOf(child, options.CircuitBreaker, errors) },
            { "Quotas", child => ReadQuotas(child, setup, errors) },
            { "Routes", child => ReadRoutes(child, setup, errors) },
        }.Read(section);
    }

    private static void ReadQuotas(IConfigurationSection section, RoutingSetup setup, SettingErrors errors)
    {
        foreach (IConfigurationSection child in section.GetChildren())
            setup.SetQuota(child.Key, LimitsOf(child, setup.LimitsInCode(child.Key), errors));
    }

    private static void ReadRoutes(IConfigurationSection section, RoutingSetup setup, SettingErrors errors)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (setup.FindRoute(child.Key) is { } route)
                ReadRoute(child, route, setup, errors);
            else
                errors.Add(child.Path, $"there is no such route; there are: {string.Join(", ", setup.Routes.Select(known => known.Name))}.");
        }
    }

    private static void ReadRoute(IConfigurationSection section, RouteSettings route, RoutingSetup setup, SettingErrors errors) =>
        new SettingTable(errors)
        {
            { nameof(route.Limits), child => route.Limits = LimitsOf(child, route.Limits ?? new(), errors) },
            { nameof(route.Quota), child => route.Quota = QuotaNamed(child, setup, errors) },
            { nameof(route.Profile), child => route.Profile = ProfileNamed(child, errors) },
            { nameof(route.ModelId), (string value) => route.ModelId = value },
            { nameof(route.MaxInputTokens), (int value) => route.MaxInputTokens = value },
            { nameof(route.MaxOutputTokens), (int value) => route.MaxOutputTokens = value },
            { nameof(route.Prices), child => route.Prices = PricesOf(child, route.Prices ?? new(), errors) },
            { nameof(route.Tags), child => route.Tags = [.. child.GetChildren().Select(tag => tag.Value).OfType<string>()] },
            { nameof(route.FirstTokenTimeout), child => route.FirstTokenTimeout = FirstTokenTimeoutOf(child, errors) },
            { nameof(route.MinimumProgress), (double value) => route.MinimumProgress = value },
            { nameof(route.StateGroup), (string value) => route.StateGroup = value },
            { nameof(route.IdleTimeout), (TimeSpan value) => route.IdleTimeout = value },
            { nameof(route.AttemptTimeout), (TimeSpan value) => route.AttemptTimeout = value },
            { nameof(route.CircuitBreaker), child => route.CircuitBreaker = BreakerOf(child, route.CircuitBreaker ?? setup.Options.CircuitBreaker, errors) },
        }.Read(section);

    private static CapacityQuota? QuotaNamed(IConfigurationSection section, RoutingSetup setup, SettingErrors errors)
    {
        CapacityQuota? quota = section.Value is { } name ? setup.FindQuota(name) : null;
        if (quota is null)
            errors.Add(section.Path, $"there is no quota '{section.Value}' under Quotas.");
        return quota;
    }

    private static ProviderProfile? ProfileNamed(IConfigurationSection section, SettingErrors errors)
    {
        ProviderProfile? profile = ProviderProfile.Named(section.Value ?? string.Empty);
        if (profile is null)
            errors.Add(section.Path, $"there is no provider profile '{section.Value}'; there are: {string.Join(", ", ProviderProfile.All.Select(known => known.Name))}.");
        return profile;
    }

    private static TimeSpan FirstTokenTimeoutOf(IConfigurationSection section, SettingErrors errors)
    {
        if (string.Equals(section.Value, nameof(StreamTimeouts.Adaptive), StringComparison.OrdinalIgnoreCase))
            return StreamTimeouts.Adaptive;
        if (TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out TimeSpan span))
            return span;
        errors.Add(section.Path, $"must be a time such as 00:00:10, or {nameof(StreamTimeouts.Adaptive)}, is '{section.Value}'.");
        return Timeout.InfiniteTimeSpan;
    }

    private static T EnumOf<T>(IConfigurationSection section, SettingErrors errors)
        where T : struct, Enum
    {
        if (Enum.TryParse(section.Value, ignoreCase: true, out T value) && Enum.IsDefined(value))
            return value;
        errors.Add(section.Path, $"must be one of {string.Join(", ", Enum.GetNames<T>())}, is '{section.Value}'.");
        return default;
    }

    private static CapacityLimits LimitsOf(IConfigurationSection section, CapacityLimits limits, SettingErrors errors)
    {
        new SettingTable(errors)
        {
            { nameof(limits.RequestsPerMinute), (long value) => limits = limits with { RequestsPerMinute = value } },
            { nameof(limits.TokensPerMinute), (long value) => limits = limits with { TokensPerMinute = value } },
            { nameof(limits.InputTokensPerMinute), (long value) => limits = limits with { InputTokensPerMinute = value } },
            { nameof(limits.OutputTokensPerMinute), (long value) => limits = limits with { OutputTokensPerMinute = value } },
            { nameof(limits.RequestsPerHour), (long value) => limits = limits with { RequestsPerHour = value } },
            { nameof(limits.TokensPerHour), (long value) => limits = limits with { TokensPerHour = value } },
            { nameof(limits.RequestsPerDay), (long value) => limits = limits with { RequestsPerDay = value } },
            { nameof(limits.TokensPerDay), (long value) => limits = limits with { TokensPerDay = value } },
            { nameof(limits.RequestsPerMonth), (long value) => limits = limits with { RequestsPerMonth = value } },
            { nameof(limits.TokensPerMonth), (long value) => limits = limits with { TokensPerMonth = value } },
            { nameof(limits.CostPerDay), (decimal value) => limits = limits with { CostPerDay = value } },
            { nameof(limits.CostPerMonth), (decimal value) => limits = limits with { CostPerMonth = value } },
            { nameof(limits.DailyReset), child => limits = limits with { DailyReset = EnumOf<LimitReset>(child, errors) } },
            { nameof(limits.TimeZone), (string value) => limits = limits with { TimeZone = value } },
            { nameof(limits.Paced), (bool value) => limits = limits with { Paced = value } },
            { nameof(limits.MaxConcurrentRequests), (int value) => limits = limits with { MaxConcurrentRequests = value } },
            { nameof(limits.Burst), (TimeSpan value) => limits = limits with { Burst = value } },
        }.Read(section);
        return limits;
    }

    private static RetryBudgetSettings RetryBudgetOf(IConfigurationSection section, RetryBudgetSettings budget, SettingErrors errors)
    {
        new SettingTable(errors)
        {
            { nameof(budget.Share), (double value) => budget = budget with { Share = value } },
            { nameof(budget.PerSecond), (int value) => budget = budget with { PerSecond = value } },
        }.Read(section);
        return budget;
    }

    private static ModelPrices PricesOf(IConfigurationSection section, ModelPrices prices, SettingErrors errors)
    {
        new SettingTable(errors)
        {
            { nameof(prices.InputPerMillion), (decimal value) => prices = prices with { InputPerMillion = value } },
            { nameof(prices.OutputPerMillion), (decimal value) => prices = prices with { OutputPerMillion = value } },
            { nameof(prices.CachedInputPerMillion), (decimal value) => prices = prices with { CachedInputPerMillion = value } },
        }.Read(section);
        return prices;
    }

    private static CircuitBreakerSettings BreakerOf(IConfigurationSection section, CircuitBreakerSettings breaker, SettingErrors errors)
    {
        new SettingTable(errors)
        {
            { nameof(breaker.FailureRatio), (double value) => breaker = breaker with { FailureRatio = value } },
            { nameof(breaker.MinimumThroughput), (int value) => breaker = breaker with { MinimumThroughput = value } },
            { nameof(breaker.SamplingDuration), (TimeSpan value) => breaker = breaker with { SamplingDuration = value } },
            { nameof(breaker.BreakDuration), (TimeSpan value) => breaker = breaker with { BreakDuration = value } },
            { nameof(breaker.MaxBreakDuration), (TimeSpan value) => breaker = breaker with { MaxBreakDuration = value } },
        }.Read(section);
        return breaker;
    }
}
