namespace CapacityRouting.Simulation.Tests.Runs;

/// <summary>Thousands of waiters for a few slots, and none of them can use its slot. That must become neither a deep stack nor an endless loop.</summary>
public sealed class LongLineTests
{
    private static readonly CapacityLimits FiveAtOnce = new() { MaxConcurrentRequests = 5 };

    [Fact]
    public void Run_ThousandsInLineWhenTheRouteShuts_StayOnTheThreadAndAreRepeatable()
    {
        Fault outage = new(FaultKind.Outage) { From = TimeSpan.FromSeconds(60), Until = TimeSpan.FromSeconds(120) };

        AssertRepeatable(9_000, FiveAtOnce, new() { Name = "a", MaxConcurrentRequests = 5, Latency = Slow, Faults = [outage] });
    }

    [Fact]
    public void Run_ThousandsInLineWhenTokensAreUsedUp_StayOnTheThreadAndAreRepeatable()
    {
        CapacityLimits limits = FiveAtOnce with { TokensPerMinute = 1_000 };

        AssertRepeatable(3_000, limits, new() { Name = "a", MaxConcurrentRequests = 5, Latency = Slow, Limits = ProviderLimit.Of(limits) });
    }

    private static LatencyModel Slow { get; } = new() { FirstToken = TimeSpan.FromSeconds(3) };

    private static void AssertRepeatable(int calls, CapacityLimits limits, ProviderSettings provider)
    {
        RunResult first = Run(calls, limits, provider);
        RunResult second = Run(calls, limits, provider);

        Assert.All(first.Calls, call => Assert.Equal(1, call.Outcomes));
        Assert.Equal(first.Calls.Select(call => (call.Outcome, call.EndedAt)), second.Calls.Select(call => (call.Outcome, call.EndedAt)));
        // Some are served, and others refused at once: their turn would come after ten minutes, by answers that were guessed too long at first.
        Assert.InRange(first.Calls.Count(call => call.Outcome == CallOutcome.Served), 50, calls - 100);
    }

    private static RunResult Run(int calls, CapacityLimits limits, ProviderSettings provider) => Simulator.Run(new()
    {
        Workload = new("line", Enumerable.Range(0, calls).Select(i => new SimulatedCall(TimeSpan.FromMilliseconds(10 * i), 30, 20))),
        Providers = [provider],
        Patience = TimeSpan.FromMinutes(10),
        Router = context => new CapacityAwareChatClient(
            [new ModelRoute("a", context.Clients[0]) { Limits = limits }],
            new() { MaxWait = context.Patience, RandomSeed = context.Seed },
            context.Clock.Time),
    });
}
