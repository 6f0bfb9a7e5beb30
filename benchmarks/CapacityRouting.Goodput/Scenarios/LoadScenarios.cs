using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Nothing goes wrong; there are just few calls, or many, or many at once.</summary>
internal static class LoadScenarios
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    /// <param name="traces">Where recorded arrivals are found; null to make some up.</param>
    public static IEnumerable<Scenario> All(string? traces)
    {
        yield return Steady("steady-0.6", 0.6, "60 % of what the routes can take, arriving at random");
        yield return Steady("load-0.95", 0.95, "95 % of what the routes can take");
        yield return Steady("overload-1.3", 1.3, "30 % more than the routes can take");
        yield return new("burst-x3", "half of what the routes can take, and three times as much for ten seconds of every minute", BurstTimesThree);
        yield return BurstyTrace.Of(traces);
        yield return new("cold-start", "200 calls within 100 ms, to routes of which no limit is configured", ColdStart);
        yield return new("one-route-only", "60 % load, where every fifth call fits the second route only", OneRouteOnly);
        yield return new("skewed-prices", "60 % load, where the preferred route is 100 times as dear as the last", SkewedPrices);
    }

    private static Scenario Steady(string id, double share, string about) =>
        new(id, about, seed => new(Workloads.Steady(Load.Rate(share, Fleet.Chat, Providers()), TenMinutes, Fleet.Chat, seed), Fleet.All));

    private static Situation BurstTimesThree(int seed)
    {
        double rate = Load.Rate(0.5, Fleet.Chat, Providers());
        TimeSpan burst = TimeSpan.FromSeconds(10);
        Workload[] bursts = [.. Enumerable.Range(0, 10).Select(minute => Workloads.Steady(2 * rate, burst, Fleet.Chat, (seed * 100) + minute).DelayedBy(TimeSpan.FromSeconds((60 * minute) + 30)))];
        return new(Workloads.Merge("burst-x3", [Workloads.Steady(rate, TenMinutes, Fleet.Chat, seed), .. bursts]), Fleet.All);
    }

    /// <summary>More than the buckets hold, before any of them has said a word.</summary>
    private static Situation ColdStart(int seed) => new(
        Workloads.Stampede(200, TimeSpan.FromMilliseconds(100), Fleet.Chat, seed),
        [.. Fleet.All.Select(route => route with { Configured = null, Provider = route.Provider with { Limits = Fleet.Scaled(route.Provider, 0.2) } })]);

    private static Situation OneRouteOnly(int seed)
    {
        const int ShortWindow = 8_000;
        CapacityLimits limits = Fleet.ClaudeLimits with { InputTokensPerMinute = 2_000_000 };
        IReadOnlyList<RouteSpec> routes =
        [
            Fleet.Gpt with { Provider = Fleet.Gpt.Provider with { ContextWindow = ShortWindow } },
            Fleet.Claude with { Configured = limits, Provider = Fleet.Claude.Provider with { Limits = ProviderLimit.Of(limits), ContextWindow = 200_000 } },
            Fleet.Mini with { Provider = Fleet.Mini.Provider with { ContextWindow = ShortWindow } },
        ];
        double rate = Load.Rate(0.6, Fleet.Chat, routes.Select(route => route.Provider));
        TokenMix longOnes = Fleet.Chat with { Input = new TokenRange(12_000, 0.2) { Min = ShortWindow + 1, Max = 30_000 } };
        Workload calls = Workloads.Merge("one-route-only", Workloads.Steady(0.8 * rate, TenMinutes, Fleet.Chat, seed), Workloads.Steady(0.2 * rate, TenMinutes, longOnes, seed + 1_000));
        return new(calls, routes);
    }

    private static Situation SkewedPrices(int seed) => new(
        Workloads.Steady(Load.Rate(0.6, Fleet.Chat, Providers()), TenMinutes, Fleet.Chat, seed),
        [Priced(Fleet.Gpt, new(30, 120)), Priced(Fleet.Claude, new(3, 15)), Priced(Fleet.Mini, new(0.3, 1.2))]);

    private static RouteSpec Priced(RouteSpec route, TokenPrices prices) => route with { Provider = route.Provider with { Prices = prices } };

    private static IEnumerable<ProviderSettings> Providers() => Fleet.All.Select(route => route.Provider);
}
