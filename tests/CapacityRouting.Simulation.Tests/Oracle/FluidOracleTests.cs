using CapacityRouting.Simulation;

namespace CapacityRouting.Simulation.Tests.Oracle;

/// <summary>Cases whose bound can be told by head. Calls of one token in and one out, unless said otherwise.</summary>
public sealed class FluidOracleTests
{
    private static readonly TimeSpan NoPatience = TimeSpan.Zero;

    [Fact]
    public void Of_OneBucket_IsItsBurstAndWhatFlowsInUntilTheLastCall()
    {
        // 10 a second for 60 s, 601 calls. The bucket: 60 at once and 60 a minute.
        OracleBound bound = Of(Evenly(10, 60), NoPatience, Requests("a", 60));

        Assert.Equal(60 + 60, bound.Requests, 6);
        Assert.Equal(2 * 120, bound.Tokens, 6);
    }

    [Fact]
    public void Of_Patience_AddsWhatFlowsInWhileTheLastOnesWait()
    {
        OracleBound bound = Of(Evenly(10, 60), TimeSpan.FromSeconds(10), Requests("a", 60));

        Assert.Equal(60 + 60 + 10, bound.Requests, 6);
    }

    [Fact]
    public void Of_LessThanTheRoutesTake_IsEverything()
    {
        OracleBound bound = Of(Evenly(1, 60), NoPatience, Requests("a", 60), Requests("b", 60));

        Assert.Equal(61, bound.Requests);
        Assert.Equal(122, bound.Tokens);
        Assert.Equal(1, bound.PreferredShare);
    }

    [Fact]
    public void Of_SeveralProviders_IsTheSumOfWhatTheyTake()
    {
        OracleBound bound = Of(Evenly(10, 60), NoPatience, Requests("a", 60), Requests("b", 120));

        Assert.Equal((60 + 60) + (120 + 120), bound.Requests, 6);
        Assert.Equal([120, 240], bound.ByProvider.Select(one => Math.Round(one, 6)));
        Assert.Equal(1.0 / 3, bound.PreferredShare, 6);
    }

    [Fact]
    public void Of_BurstsThatDifferInUse_CanBePooled()
    {
        // 100 calls at once: buckets of 60 and 30 hold 90 of them.
        OracleBound bound = Of(AtOnce(100), NoPatience, Requests("a", 60), Requests("b", 30));

        Assert.Equal(90, bound.Requests, 6);
    }

    [Fact]
    public void Of_SeveralDimensions_IsTheTightest()
    {
        // 600 requests a minute, but 200 tokens: calls of 2 tokens, so 100 at once and 100 a minute.
        ProviderSettings provider = new() { Name = "a", Limits = ProviderLimit.Of(new() { RequestsPerMinute = 600, TokensPerMinute = 200 }) };

        Assert.Equal(100 + 100, Of(Evenly(10, 60), NoPatience, provider).Requests, 6);
    }

    [Fact]
    public void Of_ProvidersThatBindInDifferentDimensions_IsNotFooledByThePool()
    {
        // Each takes 20 at once and 20 a minute: the one for its requests, the other for its tokens. No dimension of the pool says so.
        ProviderSettings byRequests = Requests("a", 20);
        ProviderSettings byTokens = new() { Name = "b", Limits = ProviderLimit.Of(new() { TokensPerMinute = 40 }) };

        Assert.Equal(40 + 40, Of(Evenly(10, 60), NoPatience, byRequests, byTokens).Requests, 6);
    }

    [Fact]
    public void Of_AProviderWithoutLimits_TakesEverything()
    {
        Assert.Equal(601, Of(Evenly(10, 60), NoPatience, Requests("a", 60), new() { Name = "b" }).Requests);
    }

    [Theory]
    // Down from 20 s to 40 s: what the bucket held is of no use then, and it is full when it is back. The last call before arrives at 19.9 s.
    [InlineData(0, 60 + 19.9 + 60 + 20)]
    // A call of the last five seconds can wait for the route's return, so the flow of those five seconds is not lost.
    [InlineData(5, 60 + 5 + 19.9 + 60 + 5 + 25)]
    public void Of_AnOutage_TakesBurstAndRateAway(int patienceSeconds, double expected)
    {
        ProviderSettings provider = Requests("a", 60) with
        {
            Faults = [new(FaultKind.Outage) { From = TimeSpan.FromSeconds(20), Until = TimeSpan.FromSeconds(40) }],
        };

        Assert.Equal(expected, Of(Evenly(10, 60), TimeSpan.FromSeconds(patienceSeconds), provider).Requests, 6);
    }

    [Fact]
    public void Of_AnOutageOfOne_LeavesTheOthers()
    {
        ProviderSettings dead = Requests("a", 60) with { Faults = [new(FaultKind.Outage)] };

        Assert.Equal(120, Of(Evenly(10, 60), NoPatience, dead, Requests("b", 60)).Requests, 6);
    }

    [Fact]
    public void Of_CallsThatFitOneOnly_AreBoundedByIt()
    {
        // Half of the calls, 300, are too long for b, and a takes 60 + 60; of the short ones b takes as many as there are.
        Workload mixed = new("mixed", Enumerable.Range(0, 600).Select(i => new SimulatedCall(TimeSpan.FromSeconds(i * 0.1), i % 2 == 0 ? 100 : 1, 1)));
        ProviderSettings small = new() { Name = "b", ContextWindow = 50 };

        Assert.Equal(60 + 59.9 + 300, Of(mixed, NoPatience, Requests("a", 60), small).Requests, 6);
    }

    [Fact]
    public void Of_MaxTokensThatAreChargedAndNotGivenBack_CountInFull()
    {
        // 1 in and 9 reserved: 10 of the 600 tokens each.
        Workload calls = new("capped", Enumerable.Range(0, 601).Select(i => new SimulatedCall(TimeSpan.FromSeconds(i * 0.1), 1, 1) { MaxOutputTokens = 9 }));
        ProviderSettings openAI = new() { Name = "a", Limits = ProviderLimit.Of(new() { TokensPerMinute = 600 }) };

        Assert.Equal(60 + 60, Of(calls, NoPatience, openAI).Requests, 6);
        Assert.Equal(300 + 300, Of(calls, NoPatience, openAI with { Charge = ChargeRule.Corrected }).Requests, 6);
    }

    [Theory]
    [InlineData(LimiterShape.SlidingWindow, 60 + 60)]
    // The last call arrives with the second window.
    [InlineData(LimiterShape.FixedWindow, 60 + 1)]
    [InlineData(LimiterShape.Quantized, 1 + 60)]
    public void Of_OtherShapes_IsTheBucketThatAdmitsAtLeastAsMuch(LimiterShape shape, double expected)
    {
        ProviderSettings provider = new() { Name = "a", Limits = ProviderLimit.Of(new() { RequestsPerMinute = 60 }, shape) };

        Assert.Equal(expected, Of(Evenly(10, 60), NoPatience, provider).Requests, 6);
    }

    [Theory]
    // The rest of a window is lost at its end. A call that arrives just before, and can wait, has two windows.
    [InlineData(300, 0, 60)]
    [InlineData(300, 10, 60)]
    [InlineData(295, 0, 60)]
    [InlineData(295, 10, 120)]
    public void Of_AFixedWindowAfterAQuietOne_HoldsOneOrTwo(int second, int patience, double expected)
    {
        ProviderSettings provider = new() { Name = "a", Limits = ProviderLimit.Of(new() { RequestsPerMinute = 60 }, LimiterShape.FixedWindow) };
        Workload late = new("late", Enumerable.Range(0, 500).Select(_ => new SimulatedCall(TimeSpan.FromSeconds(second), 1, 1)));

        Assert.Equal(expected, Of(late, TimeSpan.FromSeconds(patience), provider).Requests, 6);
    }

    [Fact]
    public void Of_AQuotaOfADay_IsNotHadTwiceInADay()
    {
        ProviderSettings provider = new() { Name = "a", Limits = ProviderLimit.Of(new() { RequestsPerDay = 60 }, LimiterShape.FixedWindow) };
        Workload day = new("day", Enumerable.Range(0, 100).Select(i => new SimulatedCall(TimeSpan.FromMinutes(14 * i), 1, 1)));

        Assert.Equal(60, Of(day, TimeSpan.FromSeconds(10), provider).Requests, 6);
    }

    [Fact]
    public void Of_CallsOfDifferentSize_GetTheSamePart()
    {
        // 1,000 tokens for 2,000: half of the small and half of the large ones.
        Workload mixed = new("mixed", Enumerable.Range(0, 20).Select(i => new SimulatedCall(TimeSpan.Zero, i % 2 == 0 ? 9 : 189, 1)));

        OracleBound bound = Of(mixed, NoPatience, Tokens("a", 1_000));

        Assert.Equal(10, bound.Requests, 6);
        Assert.Equal(1_000, bound.Tokens, 6);
    }

    [Fact]
    public void Of_CallsWhoseSizeChanges_IsWhatWasServedAsTheyCame()
    {
        // 100 requests a day: the first hundred calls are long, those after them short and in vain.
        ProviderSettings provider = new() { Name = "a", Limits = ProviderLimit.Of(new() { RequestsPerDay = 100 }, LimiterShape.FixedWindow) };
        Workload day = new("day", Enumerable.Range(0, 200).Select(i => new SimulatedCall(TimeSpan.FromMinutes(2 * i), i < 100 ? 1_000 : 1, 10)));

        OracleBound bound = Of(day, NoPatience, provider);

        Assert.Equal(100, bound.Requests, 6);
        Assert.Equal(100 * 1_010, bound.Tokens, 6);
    }

    [Fact]
    public void Of_SeveralLimitsOfOneDimension_IsTheTightest()
    {
        ProviderSettings provider = new() { Name = "a", Limits = [new(CapacityDimension.RequestsPerMinute, 6_000), new(CapacityDimension.RequestsPerMinute, 60)] };

        Assert.Equal(120, Of(Evenly(10, 60), NoPatience, provider).Requests, 6);
    }

    [Fact]
    public void Of_NoCallThatFits_IsNothing()
    {
        ProviderSettings provider = new() { Name = "a", ContextWindow = 10, Limits = ProviderLimit.Of(new() { TokensPerMinute = 60 }, LimiterShape.Quantized) };
        Workload longOnes = new("long", [new(TimeSpan.Zero, 100, 1)]);

        Assert.Equal(0, Of(longOnes, NoPatience, provider).Requests);
    }

    [Fact]
    public void Of_OutputChargedAsItIsWritten_AllowsForTheDebtOfThoseUnderWay()
    {
        // All are admitted before the first of them has written a token.
        ProviderSettings anthropic = new() { Name = "a", Charge = ChargeRule.Anthropic, Limits = ProviderLimit.Of(new() { OutputTokensPerMinute = 1_000 }) };
        Workload stampede = new("stampede", Enumerable.Range(0, 200).Select(_ => new SimulatedCall(TimeSpan.Zero, 1, 200)));

        Assert.Equal(200, Of(stampede, NoPatience, anthropic).Requests, 6);
    }

    [Fact]
    public void Of_ANeighbour_TakesItsShareOfWhatFlowsIn()
    {
        // Half of the flow in the first 30 s of each minute: 60 + 15 + 30.
        ProviderSettings provider = Requests("a", 60) with { Neighbours = [new(0.5) { Period = TimeSpan.FromMinutes(1) }] };

        Assert.Equal(60 + 15 + 30, Of(Evenly(10, 60), NoPatience, provider).Requests, 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_WhatTheRouterServes_IsNeverMoreInTokens(int seed)
    {
        Workload workload = Workloads.Bursty(4, 3, TimeSpan.FromMinutes(4), new TokenMix(new TokenRange(100, 1), new TokenRange(50, 1)), seed);
        ProviderSettings[] providers = [Tokens("a", 9_000), Tokens("b", 9_000)];
        RunResult run = Simulator.Run(new()
        {
            Workload = workload,
            Providers = providers,
            Seed = seed,
            Router = context => new CapacityAwareChatClient(
                context.Clients.Zip(providers, (client, provider) => new ModelRoute(provider.Name, client)),
                new() { MaxWait = context.Patience, RandomSeed = context.Seed },
                context.Clock.Time),
        });

        OracleBound bound = FluidOracle.Of(workload, providers, run.Patience);
        long served = run.Calls.Where(call => call.Outcome == CallOutcome.Served).Sum(call => (long)call.Call.InputTokens + call.Call.OutputTokens);

        Assert.InRange(served, 0.5 * bound.Tokens, bound.Tokens);
    }

    private static OracleBound Of(Workload workload, TimeSpan patience, params ProviderSettings[] providers) => FluidOracle.Of(workload, providers, patience);

    private static ProviderSettings Requests(string name, long perMinute) => new() { Name = name, Limits = ProviderLimit.Of(new() { RequestsPerMinute = perMinute }) };

    private static ProviderSettings Tokens(string name, long perMinute) => new() { Name = name, Limits = ProviderLimit.Of(new() { TokensPerMinute = perMinute }) };

    /// <summary>So many calls a second, the first one at zero and the last one at the end.</summary>
    private static Workload Evenly(int perSecond, int seconds) =>
        new("even", Enumerable.Range(0, (perSecond * seconds) + 1).Select(i => new SimulatedCall(TimeSpan.FromSeconds((double)i / perSecond), 1, 1)));

    private static Workload AtOnce(int calls) => new("at once", Enumerable.Range(0, calls).Select(_ => new SimulatedCall(TimeSpan.Zero, 1, 1)));
}
