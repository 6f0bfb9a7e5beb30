using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>The preferred provider's limits differ from the configured ones, or other traffic draws on them.</summary>
internal static class LimitScenarios
{
    private const double HighLoad = 0.95;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public static IEnumerable<Scenario> All()
    {
        yield return new("limit-half", "the preferred provider allows half of what is configured, and says so; 95 % load", seed => Off(seed, 0.5, HeaderStyle.Full));
        yield return new("limit-half-no-headers", "the same, and it says nothing but Retry-After", seed => Off(seed, 0.5, HeaderStyle.None));
        yield return new("limit-half-correct", "the yardstick for both: the same, where the half is what is configured, and it says so", Right);
        yield return new("limit-double", "the preferred provider allows twice as much as is configured, and says so; 95 % of the configured load", Double);
        yield return new("noisy-neighbour", "another client takes half of the preferred provider's limits every other minute; 95 % load", seed => Noisy(seed, HeaderStyle.Full));
        yield return new("noisy-neighbour-no-headers", "the same, and it says nothing but Retry-After", seed => Noisy(seed, HeaderStyle.None));
        yield return new("daily-quota", "a quota of requests that the router was not told of is gone at 60 % of the day", DailyQuota);
    }

    private static Situation Off(int seed, double factor, HeaderStyle headers)
    {
        IReadOnlyList<RouteSpec> routes = Fleet.WithPreferred(gpt => gpt with { Limits = Fleet.Scaled(gpt, factor), Headers = headers });
        return new(Workloads.Steady(Load.Rate(HighLoad, Fleet.Chat, routes.Select(route => route.Provider)), Quarter, Fleet.Chat, seed), routes) { SampleEvery = TimeSpan.FromSeconds(1) };
    }

    /// <summary>The same calls and providers as when it is off by a half.</summary>
    private static Situation Right(int seed)
    {
        Situation off = Off(seed, 0.5, HeaderStyle.Full);
        CapacityLimits half = new() { RequestsPerMinute = Fleet.GptLimits.RequestsPerMinute / 2, TokensPerMinute = Fleet.GptLimits.TokensPerMinute / 2 };
        return off with { Routes = [off.Routes[0] with { Configured = half }, .. off.Routes.Skip(1)] };
    }

    private static Situation Double(int seed) => new(
        Workloads.Steady(Load.Rate(HighLoad, Fleet.Chat, Fleet.All.Select(route => route.Provider)), Quarter, Fleet.Chat, seed),
        Fleet.WithPreferred(gpt => gpt with { Limits = Fleet.Scaled(gpt, 2) }));

    private static Situation Noisy(int seed, HeaderStyle headers)
    {
        // A neighbour that takes a half every other minute leaves three quarters.
        double rate = Load.Rate(HighLoad, Fleet.Chat, Fleet.WithPreferred(gpt => gpt with { Limits = Fleet.Scaled(gpt, 0.75) }).Select(route => route.Provider));
        return new(
            Workloads.Steady(rate, Quarter, Fleet.Chat, seed),
            Fleet.WithPreferred(gpt => gpt with { Headers = headers, Neighbours = [new(0.5) { Period = TimeSpan.FromMinutes(2) }] }));
    }

    private static Situation DailyQuota(int seed)
    {
        Workload day = Workloads.Steady(1 / 12.0, TimeSpan.FromDays(1), Fleet.Chat, seed);
        long quota = (long)(0.6 * day.Calls.Count);
        return new(day, Fleet.WithPreferred(gpt => gpt with { Limits = [.. gpt.Limits, new(CapacityDimension.RequestsPerDay, quota, LimiterShape.FixedWindow)] }));
    }
}
