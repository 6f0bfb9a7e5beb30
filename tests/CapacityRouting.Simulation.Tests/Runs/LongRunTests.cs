namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class LongRunTests
{
    [Fact]
    public void Run_AnHourOf20000Calls_AccountsForEachOfThem()
    {
        // 333 a minute, of 300 tokens: 100,000 a minute for 60,000 and 60,000 of two providers.
        Workload workload = new("an hour", Enumerable.Range(0, 20_000).Select(i => new SimulatedCall(TimeSpan.FromSeconds(0.18 * i), 200, 100)));
        ProviderLimit tokens = new(CapacityDimension.TokensPerMinute, 60_000);
        RunResult run = Simulator.Run(TestRun.Of(
            workload,
            new CapacityLimits { TokensPerMinute = 60_000 },
            new ProviderSettings { Name = "gpt", Limits = [tokens] },
            new ProviderSettings { Name = "claude", Limits = [tokens] }));

        Assert.Equal(20_000, run.Calls.Count);
        Assert.All(run.Calls, call => Assert.Equal(1, call.Outcomes));
        Assert.Equal(run.Calls.Count(call => call.Outcome == CallOutcome.Served), run.Visits.Count(visit => visit.End == VisitEnd.Answered));
        Assert.InRange(run.Calls.Count(call => call.Outcome == CallOutcome.Served), 19_900, 20_000);

        // No more than a bucket and what flows in can have been charged by either, and a call that is under way at the end.
        Assert.All(
            run.Visits.GroupBy(visit => visit.Provider, StringComparer.Ordinal),
            visits => Assert.InRange(visits.Sum(visit => visit.ChargedTokens), 1_000_000, 60_000 + (60 * 60_000) + 10_000));
    }
}
