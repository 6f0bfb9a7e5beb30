namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>Unless a test says otherwise: 100 tokens in, 50 out, at most 400 out, on a limit that forgets nothing for a minute.</summary>
public sealed class ChargeRuleTests
{
    private const int Limit = 10_000;

    [Fact]
    public void OpenAI_MaxTokens_AreChargedAndKept()
    {
        ProviderBench bench = Of(ChargeRule.OpenAI);
        bench.Run(async () =>
        {
            await bench.CallAsync(100, 50, max: 400);

            // 100 of the prompt and all of the 400.
            Assert.Equal(500, await bench.UsedAsync(Limit));
        });

        AssertVisit(bench, askedOutput: 400, output: 50, charged: 500);
    }

    [Fact]
    public void OpenAI_NoMaxTokens_ChargesWhatIsWritten()
    {
        ProviderBench bench = Of(ChargeRule.OpenAI);
        bench.Run(async () =>
        {
            await bench.CallAsync(100, 50);
            Assert.Equal(150, await bench.UsedAsync(Limit));
        });

        AssertVisit(bench, askedOutput: 0, output: 50, charged: 150);
    }

    [Fact]
    public void Anthropic_MaxTokens_PlayNoPart()
    {
        ProviderBench bench = Of(ChargeRule.Anthropic);
        bench.Run(async () =>
        {
            await bench.CallAsync(100, 50, max: 400);
            Assert.Equal(150, await bench.UsedAsync(Limit));
        });

        AssertVisit(bench, askedOutput: 0, output: 50, charged: 150);
    }

    [Fact]
    public void Corrected_MaxTokens_AreChargedUntilTheEndAndThenGivenBack()
    {
        ProviderBench bench = Of(ChargeRule.Corrected, ProviderBench.Slow);
        bench.Run(async () =>
        {
            // 1 s to the first token and 50 x 0.1 s: it ends at 6 s.
            Task call = bench.CallAsync(100, 50, max: 400);
            await bench.UntilAsync(5.9);
            Assert.Equal(500, bench.Provider.Visits[0].ChargedTokens);
            await call;
            Assert.Equal(TimeSpan.FromSeconds(6), bench.Clock.Elapsed);
            Assert.Equal(150, await bench.UsedAsync(Limit));
        });

        // 500 and then 50 - 400.
        AssertVisit(bench, askedOutput: 400, output: 50, charged: 150);
    }

    [Fact]
    public void Corrected_NoMaxTokens_ChargesWhatIsWrittenAndGivesNothingBack()
    {
        ProviderBench bench = Of(ChargeRule.Corrected);
        bench.Run(async () =>
        {
            await bench.CallAsync(100, 50);
            Assert.Equal(150, await bench.UsedAsync(Limit));
        });

        AssertVisit(bench, askedOutput: 0, output: 50, charged: 150);
    }

    [Fact]
    public void Corrected_AnAnswerAsLongAsItMayBe_GivesNothingBack()
    {
        ProviderBench bench = Of(ChargeRule.Corrected);
        bench.Run(() => bench.CallAsync(100, 900, max: 400));

        // The model stops at its maximum.
        AssertVisit(bench, askedOutput: 400, output: 400, charged: 500);
    }

    [Theory]
    [InlineData(50, null, 150, 150, 150)]
    [InlineData(50, 400, 500, 150, 150)]
    [InlineData(900, 400, 500, 500, 500)] // The model stops at its maximum.
    public void InAll_ACallThatIsAnswered_IsWhatItsVisitIsCharged(int output, int? max, long openAI, long anthropic, long corrected)
    {
        AssertInAll(ChargeRule.OpenAI, openAI);
        AssertInAll(ChargeRule.Anthropic, anthropic);
        AssertInAll(ChargeRule.Corrected, corrected);

        void AssertInAll(ChargeRule rule, long expected)
        {
            ProviderBench bench = Of(rule);
            bench.Run(() => bench.CallAsync(100, output, max));
            SimulatedCall call = new(TimeSpan.Zero, 100, output) { MaxOutputTokens = max };

            Assert.Equal(expected, bench.Provider.Visits[0].ChargedTokens);
            Assert.Equal(expected, rule.InAll(call, CapacityDimension.TokensPerDay));
            Assert.Equal((1, 100, expected - 100), (
                rule.InAll(call, CapacityDimension.RequestsPerMinute),
                rule.InAll(call, CapacityDimension.InputTokensPerMinute),
                rule.InAll(call, CapacityDimension.OutputTokensPerMinute)));
        }
    }

    [Fact]
    public void Written_PieceByPiece_IsChargedAsItComes()
    {
        // 80 tokens are eight pieces of ten, and each takes a second after the first.
        ProviderBench bench = new(ProviderBench.Settings(
            new(CapacityDimension.InputTokensPerMinute, Limit, LimiterShape.FixedWindow),
            new(CapacityDimension.OutputTokensPerMinute, Limit, LimiterShape.FixedWindow)) with { Latency = ProviderBench.Slow });
        bench.Run(async () =>
        {
            Task call = bench.CallAsync(100, 80, max: 400);
            for (int pieces = 0; pieces < 8; pieces++)
            {
                await bench.UntilAsync(1.5 + pieces);
                Assert.Equal(10 * pieces, bench.Provider.Visits[0].OutputTokens);
                Assert.Equal(100 + (10 * pieces), bench.Provider.Visits[0].ChargedTokens);
            }

            await call;
        });

        AssertVisit(bench, askedOutput: 0, output: 80, charged: 180);
    }

    [Fact]
    public void Written_ATokenCountThatNoPieceDivides_IsChargedInAll()
    {
        ProviderBench bench = Of(ChargeRule.Anthropic);
        bench.Run(async () =>
        {
            await bench.CallAsync(100, 83);
            await bench.CallAsync(100, 3);
            Assert.Equal(286, await bench.UsedAsync(Limit));
        });

        Assert.Equal([83L, 3], bench.Provider.Visits.Take(2).Select(visit => visit.OutputTokens));
    }

    [Fact]
    public void Input_EstimatedTooHigh_IsAdmittedByTheEstimateAndThenCorrected()
    {
        // 100 tokens of 5 characters are estimated at 125.
        ProviderBench bench = Of(ChargeRule.Anthropic, limit: 120);
        bench.Run(async () =>
        {
            await Assert.ThrowsAsync<SimulatedProviderException>(() => bench.CallAsync(100, 1, charactersPerToken: 5));
            await bench.CallAsync(90, 1, charactersPerToken: 5);
        });

        // 113 for 450 characters at first, and 90 in truth.
        Assert.Equal(VisitEnd.RateLimited, bench.Provider.Visits[0].End);
        Assert.Equal(125, bench.Provider.Visits[0].AskedInputTokens);
        Assert.Equal(113, bench.Provider.Visits[1].AskedInputTokens);
        Assert.Equal(90, bench.Provider.Visits[1].InputTokens);
        Assert.Equal(91, bench.Provider.Visits[1].ChargedTokens);
    }

    [Fact]
    public void Input_EstimatedTooLow_LeavesADebt()
    {
        // 100 tokens of 3 characters are estimated at 75, which fits in 80: 20 more than there are. With the answer it is 21.
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.TokensPerMinute, 80)));
        bench.Run(async () =>
        {
            await bench.CallAsync(100, 1, charactersPerToken: 3);
            SimulatedProviderException refused = await bench.RefusedAsync(10);

            // (21 + 10) tokens at 80 a minute: 23.25 s.
            Assert.Equal("23250", refused.Headers["retry-after-ms"]);
        });
    }

    private static ProviderBench Of(ChargeRule rule, LatencyModel? latency = null, int limit = Limit) =>
        new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.TokensPerMinute, limit, LimiterShape.FixedWindow)) with
        {
            Charge = rule,
            Latency = latency ?? ProviderBench.Instant,
        });

    private static void AssertVisit(ProviderBench bench, long askedOutput, long output, long charged)
    {
        ProviderVisit visit = bench.Provider.Visits[0];
        Assert.Equal(("gpt", 0, VisitEnd.Answered), (visit.Provider, visit.Call, visit.End));
        Assert.Equal((100L, askedOutput), (visit.AskedInputTokens, visit.AskedOutputTokens));
        Assert.Equal((100L, output, charged), (visit.InputTokens, visit.OutputTokens, visit.ChargedTokens));
    }
}
