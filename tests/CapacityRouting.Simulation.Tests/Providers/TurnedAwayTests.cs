namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>What calls are charged that a provider turns away.</summary>
public sealed class TurnedAwayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Enter_OneLimitRefuses_ChargesNone(bool tokensFirst)
    {
        ProviderLimit tokens = new(CapacityDimension.TokensPerMinute, 110, LimiterShape.FixedWindow);
        ProviderLimit requests = new(CapacityDimension.RequestsPerMinute, 3, LimiterShape.FixedWindow);
        ProviderBench bench = new(ProviderBench.Settings(tokensFirst ? [tokens, requests] : [requests, tokens]));
        bench.Run(async () =>
        {
            // 80 and the answer's token are taken. 30 more don't fit, however often they are asked for; 8 and an answer do, twice.
            Assert.True(await bench.IsServedAsync(80));
            for (int i = 0; i < 5; i++)
                Assert.False(await bench.IsServedAsync(30));
            Assert.True(await bench.IsServedAsync(8));
            Assert.True(await bench.IsServedAsync(8));

            // And now it is the requests that are used up: three of three, while 11 tokens are left.
            Assert.Contains("on requests per min", (await bench.RefusedAsync(8)).Body, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void CountsRefusedRequests_RefusedForTokens_CountsAsARequest()
    {
        // A call and two that are refused are three requests: all that there are in the first minute.
        ProviderBench bench = RefusingBench(ChargeRule.OpenAI);
        bench.Run(async () =>
        {
            Assert.True(await bench.IsServedAsync(90));
            Assert.False(await bench.IsServedAsync(90));
            Assert.False(await bench.IsServedAsync(90));
            Assert.Contains("on requests per min (RPM): Limit 3, Used 3, Requested 1.", (await bench.RefusedAsync(8)).Body, StringComparison.Ordinal);

            // However many are refused then, there is no debt.
            await bench.UntilAsync(60);
            Assert.True(await bench.IsServedAsync(8));
        });
    }

    [Fact]
    public void CountsRefusedRequests_NotSet_CountsOnlyWhatIsAdmitted()
    {
        ProviderBench bench = RefusingBench(ChargeRule.Anthropic);
        bench.Run(async () =>
        {
            Assert.True(await bench.IsServedAsync(90));
            Assert.False(await bench.IsServedAsync(90));
            Assert.False(await bench.IsServedAsync(90));
            Assert.True(await bench.IsServedAsync(8));
        });
    }

    [Fact]
    public void Visit_TurnedAway_IsChargedNothing()
    {
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.TokensPerMinute, 450)) with
        {
            Charge = ChargeRule.OpenAI,
            ContextWindow = 1000,
            Faults = [new Fault(FaultKind.Outage) { From = TimeSpan.FromSeconds(1) }],
        });
        bench.Run(async () =>
        {
            await bench.RefusedAsync(100, 50, max: 400);
            await bench.RefusedAsync(1001);
            await bench.UntilAsync(1);
            await bench.RefusedAsync(100, 50, max: 200);
        });

        Assert.Equal([VisitEnd.RateLimited, VisitEnd.TooLong, VisitEnd.Unavailable], bench.Provider.Visits.Select(visit => visit.End));
        Assert.Equal([100L, 1001, 100], bench.Provider.Visits.Select(visit => visit.AskedInputTokens));
        Assert.Equal([400L, 0, 200], bench.Provider.Visits.Select(visit => visit.AskedOutputTokens));
        Assert.All(bench.Provider.Visits, visit => Assert.Equal((0L, 0L, 0L), (visit.InputTokens, visit.OutputTokens, visit.ChargedTokens)));
        Assert.Equal([0.0, 0, 1], bench.Provider.Visits.Select(visit => visit.EndedAt.TotalSeconds));
    }

    private static ProviderBench RefusingBench(ChargeRule rule) => new(ProviderBench.Settings(
        new(CapacityDimension.TokensPerMinute, 100, LimiterShape.FixedWindow),
        new(CapacityDimension.RequestsPerMinute, 3, LimiterShape.FixedWindow)) with { Charge = rule });
}
