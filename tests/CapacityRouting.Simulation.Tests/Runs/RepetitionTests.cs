namespace CapacityRouting.Simulation.Tests.Runs;

/// <summary>The same settings give the same run, field for field: waits in line, waits for buckets, failovers, faults and all.</summary>
public sealed class RepetitionTests
{
    // Bursts of 25 calls, two seconds apart.
    private static readonly Workload Bursts = new("bursts", Enumerable.Range(0, 400)
        .Select(i => new SimulatedCall(TimeSpan.FromSeconds(2 * (i / 25)), 100 + (i * 7 % 300), 10 + (i * 3 % 90)) { MaxOutputTokens = i % 3 == 0 ? 200 : null }));

    private static readonly Dictionary<string, RunSettings> Settings = new(StringComparer.Ordinal)
    {
        ["calls in line for a slot"] = Of(
            new CapacityLimits { MaxConcurrentRequests = 4 },
            Provider("gpt") with { MaxConcurrentRequests = 4 },
            Provider("claude") with { MaxConcurrentRequests = 4, Dialect = ProviderDialect.Anthropic, Charge = ChargeRule.Anthropic }),
        ["calls that wait for a bucket"] = Of(
            new CapacityLimits { RequestsPerMinute = 500, TokensPerMinute = 300_000, Burst = TimeSpan.FromSeconds(3) },
            Provider(
                "gpt",
                new(CapacityDimension.RequestsPerMinute, 500) { Burst = TimeSpan.FromSeconds(3) },
                new(CapacityDimension.TokensPerMinute, 300_000) { Burst = TimeSpan.FromSeconds(3) })),
        ["calls that fail over"] = Of(
            null,
            Provider("gpt", new ProviderLimit(CapacityDimension.RequestsPerMinute, 300, LimiterShape.Quantized)) with
            {
                RetryAfter = RetryAfterStyle.Lying,
                Headers = HeaderStyle.Stale,
                Neighbours = [new Neighbour(0.3) { Period = TimeSpan.FromSeconds(8) }],
            },
            Provider("claude") with
            {
                Dialect = ProviderDialect.Anthropic,
                Faults = [new Fault(FaultKind.MidStreamCut) { Share = 0.1 }, new Fault(FaultKind.Outage) { From = TimeSpan.FromSeconds(10), Until = TimeSpan.FromSeconds(16) }],
            },
            Provider("local") with { MaxConcurrentRequests = 5, Headers = HeaderStyle.None, Faults = [new Fault(FaultKind.EmptyAnswer) { Share = 0.1 }] }),
    };

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_Twice_GivesTheSameBytes(string name) => Assert.Equal(TestRun.Bytes(Simulator.Run(Settings[name])), TestRun.Bytes(Simulator.Run(Settings[name])));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_OnTwoThreadsAtOnce_GivesTheSameBytes(string name)
    {
        using Barrier start = new(2);
        Task<string>[] runs = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return TestRun.Bytes(Simulator.Run(Settings[name]));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        string[] bytes = await Task.WhenAll(runs);

        Assert.Equal(bytes[0], bytes[1]);
        Assert.Equal(TestRun.Bytes(Simulator.Run(Settings[name])), bytes[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_AnotherSeed_GivesAnotherRun(string name) =>
        Assert.NotEqual(TestRun.Bytes(Simulator.Run(Settings[name])), TestRun.Bytes(Simulator.Run(Settings[name] with { Seed = 2 })));

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EveryCall_EndsOnceAndIsAnsweredOnceWhereItIsServed(string name)
    {
        RunResult run = Simulator.Run(Settings[name]);
        ILookup<int, ProviderVisit> answers = run.Visits.Where(visit => visit.End == VisitEnd.Answered).ToLookup(visit => visit.Call);

        Assert.Equal(400, run.Calls.Count);
        Assert.All(run.Calls, call =>
        {
            Assert.Equal(1, call.Outcomes);
            Assert.NotEqual(CallOutcome.None, call.Outcome);
            Assert.Equal(call.Outcome == CallOutcome.Served ? 1 : 0, answers[call.Number].Count());
            Assert.Equal(call.ServedBy, answers[call.Number].SingleOrDefault()?.Provider);
            Assert.Equal(call.Call.At, call.SentAt);
        });
        Assert.All(run.Visits, visit => Assert.NotEqual(VisitEnd.None, visit.End));
    }

    [Fact]
    public void Run_CallsInLineForASlot_WaitForOne()
    {
        RunResult run = Simulator.Run(Settings["calls in line for a slot"]);

        // 25 at once for 8 slots: 17 of each burst wait at least, and no provider is ever asked for more than it has.
        Assert.InRange(run.Calls.Count(call => call.AddedWait > TimeSpan.Zero), 17 * 16, 400);
        Assert.DoesNotContain(run.Visits, visit => visit.End == VisitEnd.RateLimited);
        Assert.Equal(400, run.Calls.Count(call => call.Outcome == CallOutcome.Served));
        Assert.Equal(["claude", "gpt"], run.Calls.Select(call => call.ServedBy).Distinct().Order());
    }

    [Fact]
    public void Run_CallsThatWaitForABucket_WaitForIt()
    {
        RunResult run = Simulator.Run(Settings["calls that wait for a bucket"]);

        // 12.5 calls a second for 8.3: the line grows until no call waits ten seconds.
        Assert.InRange(run.Calls.Max(call => call.AddedWait), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11));
        Assert.Contains(run.Calls, call => call.Outcome == CallOutcome.Refused);
    }

    [Fact]
    public void Run_CallsThatFailOver_GoToAnotherProvider()
    {
        RunResult run = Simulator.Run(Settings["calls that fail over"]);

        Assert.Equal(["claude", "gpt", "local"], run.Calls.Select(call => call.ServedBy).OfType<string>().Distinct().Order());
        Assert.Equal(
            [VisitEnd.Answered, VisitEnd.RateLimited, VisitEnd.Unavailable, VisitEnd.Broken],
            run.Visits.Select(visit => visit.End).Distinct().Order());
        Assert.Contains(run.Visits.CountBy(visit => visit.Call), visits => visits.Value > 1);
    }

    private static RunSettings Of(CapacityLimits? limits, params ProviderSettings[] providers) =>
        TestRun.Of(Bursts, limits, providers) with { SampleEvery = TimeSpan.FromSeconds(1) };

    private static ProviderSettings Provider(string name, params ProviderLimit[] limits) => new() { Name = name, Limits = limits };
}
