using CapacityRouting.Goodput.Running;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Running;

public sealed class MostWaitingTests
{
    [Fact]
    public void Of_CallsThatGoAtOnce_IsNone() => Assert.Equal(0, MostWaiting.Of(Run(slots: 8)));

    [Fact]
    public void Of_CallsThatWaitForTheOnlySlot_IsAllOfThemButTheFirst() => Assert.Equal(3, MostWaiting.Of(Run(slots: 1)));

    /// <summary>Four calls, a millisecond apart.</summary>
    private static RunResult Run(int slots) => Simulator.Run(new()
    {
        Workload = new("four", Enumerable.Range(0, 4).Select(at => new SimulatedCall(TimeSpan.FromMilliseconds(at), 100, 10))),
        Providers = [new() { Name = "a", MaxConcurrentRequests = slots }],
        Router = context => new CapacityAwareChatClient([new ModelRoute("a", context.Clients[0]) { Limits = new() { MaxConcurrentRequests = slots } }], new(), context.Clock.Time),
    });
}
