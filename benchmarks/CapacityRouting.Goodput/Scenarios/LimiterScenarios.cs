using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>95 % load on providers that count in other ways, where the router's profiles know how, and where they don't.</summary>
internal static class LimiterScenarios
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    /// <summary>What is assumed where nothing is known of how a provider counts.</summary>
    private static readonly TimeSpan SafeBurst = TimeSpan.FromSeconds(10);

    /// <summary>All kinds as their profiles know them, then all kinds unknown.</summary>
    public static IEnumerable<Scenario> All() => [.. Known(), .. Known().Select(Unknown)];

    private static IEnumerable<Scenario> Known()
    {
        yield return Of("limiter-continuous", LimiterShape.Continuous, "buckets that refill continuously", profile => profile with { Limiter = LimiterKind.Continuous, RequestBurst = TimeSpan.FromMinutes(1), TokenBurst = TimeSpan.FromMinutes(1) });
        yield return Of("limiter-fixed-minute", LimiterShape.FixedWindow, "counts that start anew each minute", profile => Windowed(profile, LimiterKind.FixedWindow));
        yield return Of("limiter-sliding", LimiterShape.SlidingWindow, "counts over the last minute", profile => Windowed(profile, LimiterKind.SlidingWindow));
        yield return Of("limiter-grain-1s", LimiterShape.Quantized, "counts that start anew each second", profile => profile with { Limiter = LimiterKind.FixedWindow, RequestBurst = TimeSpan.FromSeconds(1), TokenBurst = TimeSpan.FromSeconds(1) });
        yield return new("limiter-utilisation", "provisioned throughput (Azure), refused at 100 % utilization; 95 % load", Utilization);
    }

    /// <summary>The same calls and providers; the router knows the limits, but not how they are counted.</summary>
    private static Scenario Unknown(Scenario known) => new(known.Id.Replace("limiter-", "limiter-unknown-", StringComparison.Ordinal), $"{known.About}; the router was not told how it counts", seed =>
    {
        Situation situation = known.Draw(seed);
        return situation with { Routes = [.. situation.Routes.Select(route => route with { Profile = route.Profile with { Limiter = LimiterKind.Unknown, RequestBurst = SafeBurst, TokenBurst = SafeBurst } })] };
    });

    private static Scenario Of(string id, LimiterShape shape, string about, Func<ProviderProfile, ProviderProfile> known) => new(id, $"{about}; 95 % load", seed =>
    {
        IReadOnlyList<RouteSpec> routes = [.. Fleet.All.Select(route => Shaped(route, shape) with { Profile = known(route.Profile) })];
        return new(Workloads.Steady(Load.Rate(0.95, Fleet.Chat, routes.Select(route => route.Provider)), TenMinutes, Fleet.Chat, seed), routes);
    });

    private static ProviderProfile Windowed(ProviderProfile profile, LimiterKind kind) =>
        profile with { Limiter = kind, RequestBurst = TimeSpan.FromMinutes(1), TokenBurst = TimeSpan.FromMinutes(1) };

    private static RouteSpec Shaped(RouteSpec route, LimiterShape shape) =>
        route with { Provider = route.Provider with { Limits = [.. route.Provider.Limits.Select(limit => limit with { Shape = shape })] } };

    private static Situation Utilization(int seed)
    {
        IReadOnlyList<RouteSpec> routes = [Provisioned("gpt", 300_000), Provisioned("spare", 300_000), Provisioned("mini", 400_000)];
        return new(Workloads.Steady(Load.Rate(0.95, Fleet.Chat, routes.Select(route => route.Provider)), TenMinutes, Fleet.Chat, seed), routes);
    }

    private static RouteSpec Provisioned(string name, long tokensPerMinute)
    {
        CapacityLimits limits = new() { TokensPerMinute = tokensPerMinute };
        ProviderSettings provider = new()
        {
            Name = name,
            Dialect = ProviderDialect.AzureOpenAIProvisioned,
            Limits = ProviderLimit.Of(limits, LimiterShape.Utilization),
            Charge = ChargeRule.Corrected,
            RetryAfter = RetryAfterStyle.Exact,
            Prices = new(2.5, 10),
        };
        return new(provider, limits, ProviderProfile.AzureOpenAIProvisioned);
    }
}
