using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Scenarios;

public sealed class ScenarioTableTests
{
    private static readonly IReadOnlyList<Scenario> Table = ScenarioTable.All(traces: null);

    private static readonly int[] GridRates = [4, 10, 400];
    private static readonly string[] GridPercents = ["0.1", "0.25", "1", "5", "10"];
    private static readonly string[] GridWaits = ["", "-1s"];

    public static TheoryData<string> Ids { get; } = [.. Table.Select(scenario => scenario.Id)];

    [Fact]
    public void All_Ids_AreThoseThatReportsAndFilesKnow()
    {
        Assert.Equal(
            [
                "blips-429", "blips-500", "blips-503", "blips-both", "blips-reset", "brown-out", "brown-out-40s", "burst-x3", "bursty-trace",
                "classes", "cold-start", "concurrency-as-rate", "concurrency-organization", "crowd", "daily-quota", "hang-20s",
                "headers-contradictory", "headers-tenfold", "headers-tenfold-bursts", "limit-double", "limit-doubles-later", "limit-half",
                "limit-half-correct", "limit-half-no-headers", "limit-halves-later", "limit-understated", "limiter-continuous",
                "limiter-fixed-minute", "limiter-grain-1s", "limiter-sliding", "limiter-unknown-continuous", "limiter-unknown-fixed-minute",
                "limiter-unknown-grain-1s", "limiter-unknown-sliding", "limiter-unknown-utilisation", "limiter-utilisation", "load-0.95",
                "midstream-cuts", "neighbour-bursts", "noisy-neighbour", "noisy-neighbour-no-headers", "one-route-only", "outage-10min",
                "outage-20s-503", "outage-20s-resets", "overload-1.3", "quick-start", "shards", "skewed-prices", "steady-0.6", "stray-refusals",
                "stream-cuts", "stream-stalls", "tenants", "thinker-45s", "unknown-host", "unknown-host-crowd",
            ],
            Table.Select(scenario => scenario.Id).Where(id => !id.StartsWith("strays-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Strays_TheGrid_HasEveryShareAtEveryRateWithAWaitAndWithout()
    {
        string[] grid = [.. from rate in GridRates from percent in GridPercents from wait in GridWaits select $"strays-{percent}-at-{rate}{wait}"];

        Assert.Equal(
            grid.Concat(["strays-none-at-4", "strays-none-at-10", "strays-none-at-400"]).Order(StringComparer.Ordinal),
            Table.Select(scenario => scenario.Id).Where(id => id.StartsWith("strays-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void QuickStart_Calls_AreThoseOfTheSample()
    {
        Situation situation = Draw("quick-start", 1);

        Assert.Equal(QuickStart.Load.CallPlan.Make(300, 20, 1).Select(call => (call.DueAt, (int?)call.MaxOutputTokens)), situation.Workload.Calls.Select(call => (call.At, call.MaxOutputTokens)));
        Assert.Equal([ProviderProfile.Generic, ProviderProfile.Anthropic, ProviderProfile.Generic], situation.Routes.Select(route => route.Profile));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Draw_SameSeed_IsTheSame(string id)
    {
        Situation first = Draw(id, 3);
        Situation second = Draw(id, 3);

        Assert.Equal(first.Workload.Calls, second.Workload.Calls);
        Assert.Equal(first.Routes.Select(route => route.Provider.Name), second.Routes.Select(route => route.Provider.Name));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Draw_OtherSeed_IsAnother(string id) => Assert.NotEqual(Draw(id, 1).Workload.Calls, Draw(id, 2).Workload.Calls);

    [Theory]
    [InlineData("steady-0.6", 0.6)]
    [InlineData("load-0.95", 0.95)]
    [InlineData("overload-1.3", 1.3)]
    [InlineData("limiter-sliding", 0.95)]
    [InlineData("tenants", 1.3)]
    [InlineData("classes", 1.3)]
    public void Draw_LoadOfSomuch_OffersThatMuchOfWhatTheProvidersTake(string id, double load)
    {
        Situation situation = Draw(id, 1);
        double offered = situation.Workload.Calls.Count / situation.Workload.Duration.TotalSeconds;

        // Of each provider the tightest limit by the mean charge of these very calls.
        double taken = situation.Providers.Sum(provider => provider.Limits.Min(limit =>
            limit.Amount / 60.0 / situation.Workload.Calls.Average(call => provider.Charge.InAll(call, limit.Dimension))));

        Assert.InRange(offered / taken, load * 0.95, load * 1.05);
    }

    [Fact]
    public void LimitHalf_Configured_IsTwiceTheTruthForThePreferredRouteOnly()
    {
        Situation situation = Draw("limit-half", 1);

        Assert.Equal(300_000, situation.Routes[0].Configured!.TokensPerMinute);
        Assert.Equal(150_000, situation.Providers[0].Limits.Single(limit => limit.Dimension == CapacityDimension.TokensPerMinute).Amount);
        Assert.All(situation.Routes.Skip(1), route => Assert.Equal(ProviderLimit.Of(route.Configured!), route.Provider.Limits));
    }

    [Fact]
    public void LimitHalfCorrect_Calls_AreThoseOfLimitHalfWithTheTruthConfigured()
    {
        Situation half = Draw("limit-half", 2);
        Situation correct = Draw("limit-half-correct", 2);

        Assert.Equal(half.Workload.Calls, correct.Workload.Calls);
        Assert.Equal(half.Providers.Select(provider => (provider.Name, provider.Headers)), correct.Providers.Select(provider => (provider.Name, provider.Headers)));
        Assert.Equal(half.Providers.SelectMany(provider => provider.Limits), correct.Providers.SelectMany(provider => provider.Limits));
        Assert.All(correct.Routes, route => Assert.Equal(ProviderLimit.Of(route.Configured!), route.Provider.Limits));
    }

    [Theory]
    [InlineData("continuous")]
    [InlineData("fixed-minute")]
    [InlineData("grain-1s")]
    [InlineData("sliding")]
    [InlineData("utilisation")]
    public void LimiterUnknown_Profile_TellsNothingOfHowItCounts(string kind)
    {
        Situation known = Draw($"limiter-{kind}", 1);
        Situation unknown = Draw($"limiter-unknown-{kind}", 1);

        Assert.Equal(known.Workload.Calls, unknown.Workload.Calls);
        Assert.Equal(known.Routes.Select(route => route.Configured), unknown.Routes.Select(route => route.Configured));
        Assert.All(known.Routes, route => Assert.NotEqual(LimiterKind.Unknown, route.Profile.Limiter));
        Assert.All(unknown.Routes, route => Assert.Equal(
            (LimiterKind.Unknown, ProviderProfile.Generic.RequestBurst, ProviderProfile.Generic.TokenBurst),
            (route.Profile.Limiter, route.Profile.RequestBurst, route.Profile.TokenBurst)));
    }

    [Fact]
    public void Tenants_Calls_AreMostlyTheLoudOnes() => AssertShares(
        Draw("tenants", 1).Workload.Calls.Select(call => call.Tenant!), new() { ["loud"] = 0.7, ["a"] = 0.1, ["b"] = 0.1, ["c"] = 0.1 });

    [Fact]
    public void Classes_Calls_AreOfAllThree() => AssertShares(
        Draw("classes", 1).Workload.Calls.Select(call => call.Class!), new() { ["Critical"] = 0.1, ["Normal"] = 0.6, ["Background"] = 0.3 });

    [Fact]
    public void ColdStart_Configured_IsNothing()
    {
        Situation situation = Draw("cold-start", 1);

        Assert.Equal(200, situation.Workload.Calls.Count);
        Assert.InRange(situation.Workload.Duration, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        Assert.All(situation.Routes, route => Assert.Null(route.Configured));
    }

    [Fact]
    public void Crowd_Calls_ComeInTwoWavesOfMoreThanWaitAtOnce()
    {
        Situation situation = Draw("crowd", 1);

        Assert.Equal(64, situation.Routes.Count);
        Assert.Equal(TimeSpan.FromMinutes(1), situation.Patience);
        Assert.All(Enumerable.Range(0, 2), minute => Assert.InRange(
            situation.Workload.Calls.Count(call => call.At >= TimeSpan.FromMinutes(minute) && call.At <= TimeSpan.FromSeconds((60 * minute) + 1)), CrowdScenario.Waiting, 6_000));
        AssertShares(situation.Workload.Calls.Select(call => call.Class!), new() { ["Critical"] = 0.1, ["Normal"] = 0.6, ["Background"] = 0.3 });
        AssertShares(
            situation.Workload.Calls.Select(call => call.Tenant!), new() { ["loud"] = 0.5, ["quiet-1"] = 0.1, ["quiet-2"] = 0.1, ["quiet-3"] = 0.1, ["quiet-4"] = 0.1, ["quiet-5"] = 0.1 });
    }

    [Fact]
    public void Crowd_Configured_IsTheTruthWithItsBurstAndSlots()
    {
        Situation situation = Draw("crowd", 1);

        Assert.All(situation.Routes, route => Assert.Equal(route.Configured!.MaxConcurrentRequests, route.Provider.MaxConcurrentRequests));
        Assert.All(situation.Routes, route => Assert.All(route.Provider.Limits, limit => Assert.Equal(route.Configured!.Burst, limit.Burst)));
        Assert.All(situation.Routes, route => Assert.Equal(ProviderLimit.Of(route.Configured!).Select(limit => limit.Amount), route.Provider.Limits.Select(limit => limit.Amount)));
        Assert.Equal(8, situation.Routes.Count(route => route.Provider.MaxConcurrentRequests is not null));
    }

    [Fact]
    public void OneRouteOnly_LongCalls_AreAFifthAndFitTheSecondRouteOnly()
    {
        Situation situation = Draw("one-route-only", 1);
        SimulatedCall[] longOnes = [.. situation.Workload.Calls.Where(call => call.InputTokens > situation.Providers[0].ContextWindow)];

        Assert.InRange((double)longOnes.Length / situation.Workload.Calls.Count, 0.18, 0.22);
        Assert.All(longOnes, call => Assert.True(call.InputTokens > situation.Providers[2].ContextWindow && call.InputTokens <= situation.Providers[1].ContextWindow));
    }

    [Fact]
    public void DailyQuota_Quota_IsGoneAtSixtyPercentOfTheDayAndNotConfigured()
    {
        Situation situation = Draw("daily-quota", 1);

        Assert.Null(situation.Routes[0].Configured!.RequestsPerDay);
        Assert.Equal((long)(0.6 * situation.Workload.Calls.Count), situation.Providers[0].Limits.Single(limit => limit.Dimension == CapacityDimension.RequestsPerDay).Amount);
    }

    private static void AssertShares(IEnumerable<string> calls, Dictionary<string, double> expected)
    {
        ILookup<string, string> groups = calls.ToLookup(name => name);
        double all = groups.Sum(group => group.Count());

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), groups.Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.All(groups, group => Assert.InRange(group.Count() / all, expected[group.Key] - 0.02, expected[group.Key] + 0.02));
    }

    private static Situation Draw(string id, int seed) => Table.Single(scenario => scenario.Id == id).Draw(seed);
}
