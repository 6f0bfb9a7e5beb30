using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Running;

public sealed class KindsOracleTests
{
    private static readonly ProviderSettings Small = new() { Name = "small", Limits = [new(CapacityDimension.RequestsPerMinute, 6) { Burst = TimeSpan.FromSeconds(20) }] };

    [Fact]
    public void Of_FewProviders_IsTheFluidOracle()
    {
        Situation situation = Of(3);

        AssertEqual(FluidOracle.Of(situation.Workload, situation.Providers, situation.Patience), KindsOracle.Of(situation));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20)]
    public void Of_ManyProvidersThatAreAlike_IsTheSameAsOneByOne(int count)
    {
        Situation situation = Of(count);

        AssertEqual(FluidOracle.Of(situation.Workload, situation.Providers, situation.Patience), KindsOracle.Of(situation));
    }

    [Fact]
    public void Of_SixtyFourProviders_IsWhatAllOfThemServe()
    {
        OracleBound bound = KindsOracle.Of(Of(64));

        // Two at once, and one more within the patience of ten seconds, each.
        Assert.Equal(3 * 64, bound.Requests, 6);
        Assert.Equal(64, bound.ByProvider.Count);
        Assert.All(bound.ByProvider, requests => Assert.Equal(3, requests, 6));
    }

    /// <summary>A thousand calls at once.</summary>
    private static Situation Of(int providers) => new(
        new("all at once", Enumerable.Repeat(new SimulatedCall(TimeSpan.Zero, 100, 10), 1_000)),
        [.. Enumerable.Range(1, providers).Select(number => new RouteSpec(Small with { Name = $"small-{number}" }, Configured: null, ProviderProfile.Generic))]);

    private static void AssertEqual(OracleBound expected, OracleBound actual)
    {
        Assert.Equal(expected.Requests, actual.Requests, 6);
        Assert.Equal(expected.Tokens, actual.Tokens, 6);
        Assert.Equal(expected.ByProvider.Select(requests => Math.Round(requests, 6)), actual.ByProvider.Select(requests => Math.Round(requests, 6)));
    }
}
