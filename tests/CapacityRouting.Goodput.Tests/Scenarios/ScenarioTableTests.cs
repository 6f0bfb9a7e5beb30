using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Scenarios;

public sealed class ScenarioTableTests
{
    private static readonly IReadOnlyList<Scenario> Table = ScenarioTable.All(traces: null);

    public static TheoryData<string> Ids { get; } = [.. Table.Select(scenario => scenario.Id)];

    [Fact]
    public void All_Ids_AreThoseThatReportsAndFilesKnow()
    {
        Assert.Equal(
            [
                "brown-out", "burst-x3", "bursty-trace", "cold-start", "daily-quota", "limit-double", "limit-half", "limit-half-no-headers",
                "limiter-continuous", "limiter-fixed-minute", "limiter-grain-1s", "limiter-sliding", "limiter-utilisation", "load-0.95", "midstream-cuts",
                "noisy-neighbour", "noisy-neighbour-no-headers", "one-route-only", "outage-10min", "overload-1.3", "skewed-prices", "steady-0.6",
            ],
            Table.Select(scenario => scenario.Id).Order(StringComparer.Ordinal));
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
    public void ColdStart_Configured_IsNothing()
    {
        Situation situation = Draw("cold-start", 1);

        Assert.Equal(200, situation.Workload.Calls.Count);
        Assert.InRange(situation.Workload.Duration, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        Assert.All(situation.Routes, route => Assert.Null(route.Configured));
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

    private static Situation Draw(string id, int seed) => Table.Single(scenario => scenario.Id == id).Draw(seed);
}
