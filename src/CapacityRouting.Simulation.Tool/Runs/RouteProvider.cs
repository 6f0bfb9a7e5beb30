using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>The simulated provider behind a route. The configuration is true, unless the file states otherwise.</summary>
internal static class RouteProvider
{
    /// <summary>The providers behind all routes, the preferred one first.</summary>
    public static IReadOnlyList<ProviderSettings> AllOf(RoutesFile file) =>
        [.. file.Routes.Select(route => Of(route, file.Simulation.Of(route.Name), IsShared(route, file)))];

    /// <summary>Whether other routes draw on the same quota.</summary>
    public static bool IsShared(RouteSnapshot route, RoutesFile file) =>
        route.Quota is not null && file.Routes.Count(other => string.Equals(other.Quota, route.Quota, StringComparison.OrdinalIgnoreCase)) > 1;

    private static ProviderSettings Of(RouteSnapshot route, RouteTruth truth, bool isShared)
    {
        ProviderDialect dialect = DialectOf(route.Provider);
        LatencyModel usual = new();
        return new()
        {
            Name = route.Name,
            Dialect = dialect,
            Charge = ChargeOf(route.Provider),
            Limits = LimitsOf(route, truth, dialect),
            MaxConcurrentRequests = truth.Limits.MaxConcurrentRequests ?? route.MaxConcurrentRequests,
            ContextWindow = truth.ContextWindow ?? (int?)route.Window,

            // Each provider counts alone what the account would count together, so its headers would show too much room.
            Headers = truth.Headers ?? (isShared ? HeaderStyle.None : HeaderStyle.Full),
            RetryAfter = truth.RetryAfter ?? RetryAfterStyle.Rounded,
            Latency = usual with { FirstToken = truth.FirstToken ?? usual.FirstToken, Jitter = truth.Jitter ?? usual.Jitter, PerToken = truth.PerToken ?? usual.PerToken },
            Faults = truth.Outages,
            Neighbours = truth.Neighbour is > 0 and { } share ? [new(share)] : [],
            Prices = new(truth.InputPrice ?? 0, truth.OutputPrice ?? 0),
        };
    }

    private static ProviderLimit[] LimitsOf(RouteSnapshot route, RouteTruth truth, ProviderDialect dialect)
    {
        SortedDictionary<CapacityDimension, long> amounts = new(route.Buckets.Where(bucket => !bucket.IsBudget).ToDictionary(bucket => bucket.Dimension, bucket => (long)bucket.Limit));
        foreach ((CapacityDimension dimension, long amount) in truth.Limits.Amounts)
            amounts[dimension] = amount;
        LimiterShape shape = truth.Limiter ?? (dialect == ProviderDialect.AzureOpenAIProvisioned ? LimiterShape.Utilization : LimiterShape.Continuous);
        return [.. amounts.Select(limit => Limit(limit.Key, limit.Value, shape, truth))];
    }

    private static ProviderLimit Limit(CapacityDimension dimension, long amount, LimiterShape shape, RouteTruth truth)
    {
        ProviderLimit limit = new(dimension, amount, shape);
        bool isOfAMinute = limit.Window == TimeSpan.FromMinutes(1);
        return limit with { Burst = isOfAMinute ? truth.Limits.Burst : null, Grain = truth.Grain ?? limit.Grain };
    }

    private static ProviderDialect DialectOf(string profile) =>
        Is(profile, ProviderProfile.Anthropic) ? ProviderDialect.Anthropic
        : Is(profile, ProviderProfile.AzureOpenAI) ? ProviderDialect.AzureOpenAI
        : Is(profile, ProviderProfile.AzureOpenAIProvisioned) ? ProviderDialect.AzureOpenAIProvisioned
        : ProviderDialect.OpenAI;

    private static ChargeRule ChargeOf(string profile) =>
        Is(profile, ProviderProfile.Anthropic) ? ChargeRule.Anthropic
        : Is(profile, ProviderProfile.AzureOpenAIProvisioned) || Is(profile, ProviderProfile.Bedrock) ? ChargeRule.Corrected
        : ChargeRule.OpenAI;

    private static bool Is(string name, ProviderProfile profile) => string.Equals(name, profile.Name, StringComparison.OrdinalIgnoreCase);
}
