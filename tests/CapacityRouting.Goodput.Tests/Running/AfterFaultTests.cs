using CapacityRouting.Goodput.Running;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Running;

public sealed class AfterFaultTests
{
    private static readonly ProviderSettings Sound = new() { Name = "a" };

    [Fact]
    public void GoodputOf_AFault_CountsTheCallsFromItOn()
    {
        // Down from 1 to 2 s: of four calls one comes before that, and one in it.
        ProviderSettings struck = Sound with { Faults = [new(FaultKind.Outage) { From = TimeSpan.FromSeconds(1), Until = TimeSpan.FromSeconds(2) }] };

        // Three calls from the fault on, all of which can be served by waiting a second; a router that waits for nothing serves two.
        Assert.Equal(2.0 / 3, GoodputOf(struck)!.Value, 9);
    }

    [Fact]
    public void GoodputOf_NoFault_IsNoFigure() => Assert.Null(GoodputOf(Sound));

    [Fact]
    public void GoodputOf_NobodyCallsAfterIt_IsNoFigure() => Assert.Null(GoodputOf(Sound with { Faults = [new(FaultKind.Outage) { From = TimeSpan.FromSeconds(100) }] }));

    private static double? GoodputOf(ProviderSettings provider)
    {
        RunResult run = Run(provider);
        return AfterFault.Of(run.Workload, run.Providers, run.Patience)?.GoodputOf(run);
    }

    /// <summary>Calls at 0, 1.5, 3 and 4 s, straight to the provider.</summary>
    private static RunResult Run(ProviderSettings provider) => Simulator.Run(new()
    {
        Workload = new("four", new[] { 0, 1.5, 3, 4 }.Select(at => new SimulatedCall(TimeSpan.FromSeconds(at), 100, 10))),
        Providers = [provider],
        Router = context => context.Clients[0],
    });
}
