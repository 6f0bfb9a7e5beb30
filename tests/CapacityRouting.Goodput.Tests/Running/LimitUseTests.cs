using CapacityRouting.Goodput.Running;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Running;

public sealed class LimitUseTests
{
    [Fact]
    public void Of_ARun_IsTheMeanOfTheProvidersTightestLimits()
    {
        // Calls at 0 and 30 s, all to the first of two: of 4 + 2 requests 2 are used, and of 600 + 300 tokens 220; of the other one nothing.
        RunResult run = Run(
            Limited("a", new(CapacityDimension.RequestsPerMinute, 4), new(CapacityDimension.TokensPerMinute, 600)),
            Limited("b", new ProviderLimit(CapacityDimension.RequestsPerMinute, 4)));

        Assert.Equal((2.0 / 6) / 2, LimitUse.Of(run)!.Value, 9);
    }

    [Fact]
    public void Of_ALimitWithABurst_BeginsWithThatBucketFull() =>
        Assert.Equal(2.0 / 3, LimitUse.Of(Run(Limited("a", new ProviderLimit(CapacityDimension.RequestsPerMinute, 4) { Burst = TimeSpan.FromSeconds(15) })))!.Value, 9);

    [Fact]
    public void Of_AProviderWithoutLimits_IsNoFigure() => Assert.Null(LimitUse.Of(Run(new ProviderSettings { Name = "a" })));

    private static ProviderSettings Limited(string name, params ProviderLimit[] limits) => new() { Name = name, Limits = limits };

    private static RunResult Run(params ProviderSettings[] providers) => Simulator.Run(new()
    {
        Workload = new("two", Enumerable.Range(0, 2).Select(call => new SimulatedCall(TimeSpan.FromSeconds(30 * call), 100, 10))),
        Providers = providers,
        Router = context => context.Clients[0],
    });
}
