using System.Globalization;
using CapacityRouting.Estimation;
using CapacityRouting.Routing;

namespace CapacityRouting.Configuration;

/// <summary>What settings may be, in one place for code and configuration alike.</summary>
internal static class SettingRules
{
    private static readonly CapacityDimension[] TokenDimensions =
        [CapacityDimension.InputTokensPerMinute, CapacityDimension.TokensPerMinute, CapacityDimension.TokensPerHour, CapacityDimension.TokensPerDay, CapacityDimension.TokensPerMonth];

    public static void Check(CapacityRoutingOptions options, string path, SettingErrors errors)
    {
        errors.NotNegative($"{path}MaxWait", options.MaxWait);
        errors.NotNegative($"{path}MaxWaitForPreferred", options.MaxWaitForPreferred);
        errors.Positive($"{path}Deadline", options.Deadline);
        errors.AtLeast($"{path}MaxAttempts", options.MaxAttempts, 1);
        errors.PositiveOrInfiniteOrAdaptive($"{path}FirstTokenTimeout", options.FirstTokenTimeout);
        errors.NotNegative($"{path}MinimumProgress", options.MinimumProgress);
        errors.AtLeast($"{path}MaxContinuations", options.MaxContinuations, 0);
        errors.Positive($"{path}StateExpiry", options.StateExpiry);
        errors.AtLeast($"{path}MaxStateEntries", options.MaxStateEntries, 1);
        errors.PositiveOrInfinite($"{path}IdleTimeout", options.IdleTimeout);
        errors.PositiveOrInfinite($"{path}AttemptTimeout", options.AttemptTimeout);
        if (!Enum.IsDefined(options.HeaderLimits))
            errors.Add($"{path}HeaderLimits", $"must be one of {string.Join(", ", Enum.GetNames<HeaderLimitUse>())}, is {options.HeaderLimits}.");
        if (options.ExceptionReaders.Contains(null!))
            errors.Add($"{path}ExceptionReaders", "must not hold null.");
        Check($"{path}PreferredReserve", options.PreferredReserve, errors);
        Check($"{path}BackgroundReserve", options.BackgroundReserve, errors);
        Check($"{path}SafetyReserve", options.SafetyReserve, errors);
        if (options.RetryBudget is null)
            errors.Add($"{path}RetryBudget", "must not be null.");
        else
            Check(options.RetryBudget, $"{path}RetryBudget", errors);
        if (options.CircuitBreaker is null)
            errors.Add($"{path}CircuitBreaker", "must not be null.");
        else
            Check(options.CircuitBreaker, $"{path}CircuitBreaker", errors);
    }

    public static void Check(RouteSettings route, string path, SettingErrors errors)
    {
        if (route.MaxInputTokens is > 0 and < TokenEstimator.ShortestRequest)
            errors.Add($"{path}:MaxInputTokens", string.Create(CultureInfo.InvariantCulture, $"can never pass a request, is {route.MaxInputTokens}; even the shortest takes {TokenEstimator.ShortestRequest} tokens."));
        if (route.Tags is null || route.Tags.Any(string.IsNullOrWhiteSpace))
            errors.Add($"{path}:Tags", "must not be null, nor hold an empty tag.");
        if (route.StateGroup is { } group && string.IsNullOrWhiteSpace(group))
            errors.Add($"{path}:StateGroup", "must not be empty; leave it out for a route that keeps to itself.");
        if (route.Limits is { } limits)
            Check(limits, $"{path}:Limits", errors);
        if (route.Quota is { } quota)
            Check(quota.Limits, $"Quotas:{quota.Name}", errors);
        BudgetRules.Check(route.Prices, $"{path}:Prices", errors);
        BudgetRules.CheckPriced(route, route.Limits is { HasBudget: true } own ? own : route.Quota?.Limits, path, errors);
        errors.AtLeast($"{path}:MaxInputTokens", route.MaxInputTokens, 1);
        errors.AtLeast($"{path}:MaxOutputTokens", route.MaxOutputTokens, 1);
        errors.PositiveOrInfiniteOrAdaptive($"{path}:FirstTokenTimeout", route.FirstTokenTimeout);
        errors.NotNegative($"{path}:MinimumProgress", route.MinimumProgress);
        errors.PositiveOrInfinite($"{path}:IdleTimeout", route.IdleTimeout);
        errors.PositiveOrInfinite($"{path}:AttemptTimeout", route.AttemptTimeout);
        if (route.Profile is { } profile)
            Check(profile, $"{path}:Profile", errors);
        if (route.CircuitBreaker is { } breaker)
            Check(breaker, $"{path}:CircuitBreaker", errors);
    }

    public static void Check(CapacityLimits limits, string path, SettingErrors errors)
    {
        foreach (CapacityDimension dimension in Enum.GetValues<CapacityDimension>())
            if (dimension is not (CapacityDimension.CostPerDay or CapacityDimension.CostPerMonth))
                errors.AtLeast($"{path}:{dimension}", limits.Of(dimension), 1);
        BudgetRules.Check(limits, path, errors);
        errors.AtLeast($"{path}:MaxConcurrentRequests", limits.MaxConcurrentRequests, 1);
        CheckBurst($"{path}:Burst", limits.Burst, errors);
        foreach (CapacityDimension tokens in TokenDimensions)
            if (limits.Of(tokens) is > 0 and < TokenEstimator.ShortestRequest)
                errors.Add($"{path}:{tokens}", string.Create(CultureInfo.InvariantCulture, $"can never pass a request, is {limits.Of(tokens)}; even the shortest takes {TokenEstimator.ShortestRequest} tokens."));
    }

    private static void Check(ProviderProfile profile, string path, SettingErrors errors)
    {
        if (!(profile.CachedTokenWeight >= 0 && profile.CachedTokenWeight <= 1))
            errors.Add($"{path}:CachedTokenWeight", string.Create(CultureInfo.InvariantCulture, $"must be from 0 to 1, is {profile.CachedTokenWeight}."));
        if (!(profile.OutputTokenWeight >= 1 && double.IsFinite(profile.OutputTokenWeight)))
            errors.Add($"{path}:OutputTokenWeight", string.Create(CultureInfo.InvariantCulture, $"must be at least 1 and finite, is {profile.OutputTokenWeight}."));
        CheckBurst($"{path}:RequestBurst", profile.RequestBurst, errors);
        CheckBurst($"{path}:TokenBurst", profile.TokenBurst, errors);
        BudgetRules.CheckReset(profile.DailyReset, profile.TimeZone, path, errors);
    }

    public static void Check(RequestRouting request, SettingErrors errors)
    {
        errors.NotNegative("RequestRouting:MaxWait", request.MaxWait);
        errors.NotNegative("RequestRouting:MaxWaitForPreferred", request.MaxWaitForPreferred);
        if (!Enum.IsDefined(request.Class))
            errors.Add("RequestRouting:Class", $"must be one of {string.Join(", ", Enum.GetNames<RequestClass>())}, is {request.Class}.");
        errors.Positive("RequestRouting:Deadline", request.Deadline);
        errors.AtLeast("RequestRouting:MaxAttempts", request.MaxAttempts, 1);
        errors.PositiveOrInfiniteOrAdaptive("RequestRouting:FirstTokenTimeout", request.FirstTokenTimeout);
        errors.PositiveOrInfinite("RequestRouting:IdleTimeout", request.IdleTimeout);
        errors.PositiveOrInfinite("RequestRouting:AttemptTimeout", request.AttemptTimeout);
        errors.NotNegative("RequestRouting:MinimumProgress", request.MinimumProgress);
        errors.AtLeast("RequestRouting:MaxContinuations", request.MaxContinuations, 0);
        if (request.Tags is null)
            errors.Add("RequestRouting:Tags", "must not be null.");
    }

    /// <summary>What only the whole set can get wrong.</summary>
    public static void CheckNames(IReadOnlyCollection<string> names, SettingErrors errors)
    {
        if (names.Count == 0)
            errors.Add("Routes", "there must be at least one route.");
        if (names.Count > RequestBudget.MostRoutes)
            errors.Add("Routes", string.Create(CultureInfo.InvariantCulture, $"there may be at most {RequestBudget.MostRoutes} routes, there are {names.Count}."));
        foreach (IGrouping<string, string> same in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            errors.Add($"Routes:{same.Key}", string.Create(CultureInfo.InvariantCulture, $"{same.Count()} routes have this name; names must be unique."));
    }

    private static void Check(CircuitBreakerSettings breaker, string path, SettingErrors errors)
    {
        TimeSpan shortest = TimeSpan.FromMilliseconds(500);
        if (!(breaker.FailureRatio > 0 && breaker.FailureRatio <= 1))
            errors.Add($"{path}:FailureRatio", string.Create(CultureInfo.InvariantCulture, $"must be above 0 and at most 1, is {breaker.FailureRatio}."));
        errors.AtLeast($"{path}:MinimumThroughput", breaker.MinimumThroughput, 2);
        AtLeast($"{path}:SamplingDuration", breaker.SamplingDuration, shortest, errors);
        AtLeast($"{path}:BreakDuration", breaker.BreakDuration, shortest, errors);
        AtLeast($"{path}:MaxBreakDuration", breaker.MaxBreakDuration, breaker.BreakDuration, errors);
        if (breaker.MaxBreakDuration > TimeSpan.FromDays(1) || breaker.SamplingDuration > TimeSpan.FromDays(1))
            errors.Add(path, "durations must be at most a day.");
    }

    private static void Check(RetryBudgetSettings budget, string path, SettingErrors errors)
    {
        if (!(budget.Share >= 0 && double.IsFinite(budget.Share)))
            errors.Add($"{path}:Share", string.Create(CultureInfo.InvariantCulture, $"must be zero or more, is {budget.Share}."));
        errors.AtLeast($"{path}:PerSecond", budget.PerSecond, 0);
    }

    private static void Check(string path, double share, SettingErrors errors)
    {
        if (!(share >= 0 && share <= 1))
            errors.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be from 0 to 1, is {share}."));
    }

    private static void CheckBurst(string path, TimeSpan? burst, SettingErrors errors)
    {
        errors.Positive(path, burst);
        if (burst > TimeSpan.FromMinutes(1))
            errors.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be at most a minute, the whole limit, is {burst}."));
    }

    private static void AtLeast(string path, TimeSpan value, TimeSpan least, SettingErrors errors)
    {
        if (value < least)
            errors.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be at least {least}, is {value}."));
    }
}
