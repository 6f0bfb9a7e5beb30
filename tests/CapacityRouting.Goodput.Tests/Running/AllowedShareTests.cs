using CapacityRouting.Goodput.Running;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Running;

public sealed class AllowedShareTests
{
    private static readonly CapacityLimits Limits = new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(2) };

    [Fact]
    public void Of_ARouterThatSendsAll_PassesWhatWasAllowed()
    {
        // Four calls a second for ten seconds; allowed are a burst of two, and one a second after it: 11.
        Assert.Equal(40.0 / 11, AllowedShare.Of(Run(), Limits)!.Value, 9);
    }

    [Fact]
    public void Of_AFault_AllowsNothingWhileItLasts()
    {
        // The bucket is full again at 5 s: two and five.
        Fault outage = new(FaultKind.Outage) { Until = TimeSpan.FromSeconds(5) };
        Assert.Equal(20.0 / 6, AllowedShare.Of(Run(outage), Limits)!.Value, 9);
    }

    [Fact]
    public void Of_NoLimitByTheMinute_IsNoFigure()
    {
        Assert.Null(AllowedShare.Of(Run(), limits: null));
        Assert.Null(AllowedShare.Of(Run(), new() { RequestsPerDay = 5 }));
    }

    private static RunResult Run(params Fault[] faults) => Simulator.Run(new()
    {
        Workload = new("ten seconds", Enumerable.Range(0, 40).Select(i => new SimulatedCall(TimeSpan.FromSeconds(i * 0.25), 10, 10))),
        Providers = [new() { Name = "one", Faults = faults }],
        Router = context => context.Clients[0],
    });
}
