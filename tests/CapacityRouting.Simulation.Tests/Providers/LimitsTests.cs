namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>Limits of each shape as a client meets them: what is admitted when, and the wait that a refusal states, to the millisecond.</summary>
public sealed class LimitsTests
{
    private const int Served = 0;
    private const int Never = -1;

    [Fact]
    public void Continuous_Requests_RefillOneByOne() =>
        // One a second, and two at most.
        AssertVerdicts(
            new(CapacityDimension.RequestsPerMinute, 60) { Burst = TimeSpan.FromSeconds(2) },
            (0, 10, Served),
            (0, 10, Served),
            (0, 10, 1000),
            (0.5, 10, 500),
            (0.999, 10, 1),
            (1, 10, Served),
            (1, 10, 1000),
            (10, 10, Served),
            (10, 10, Served),
            (10, 10, 1000));

    [Fact]
    public void Continuous_Tokens_RefillByTheSizeOfTheRequest() =>
        // 10 a second. Every answer takes a token of its own: 100 and 1, then 50 and 1.
        AssertVerdicts(
            new(CapacityDimension.TokensPerMinute, 600) { Burst = TimeSpan.FromSeconds(12) },
            (0, 100, Served), // 19 of 120 are left.
            (0, 50, 3100), // 31 are missing.
            (2, 50, 1100), // 11 are.
            (3.1, 50, Served), // -1: the answer's token is owed.
            (3.1, 10, 1100), // 11.
            (100, 120, Served),
            (100, 121, Never));

    [Fact]
    public void FixedWindow_Requests_AreForgottenAtTheEndOfTheWindow() =>
        AssertVerdicts(
            new(CapacityDimension.RequestsPerMinute, 2, LimiterShape.FixedWindow),
            (10, 10, Served),
            (20, 10, Served),
            (30, 10, 30_000),
            (59.999, 10, 1),
            (60, 10, Served),
            (119, 10, Served),
            (119, 10, 1000),
            (120, 10, Served),
            (120, 10, Served),
            (120, 10, 60_000));

    [Fact]
    public void SlidingWindow_Requests_LeaveWhenTheyAreAMinuteOld() =>
        AssertVerdicts(
            new(CapacityDimension.RequestsPerMinute, 2, LimiterShape.SlidingWindow),
            (10, 10, Served),
            (20, 10, Served),
            (30, 10, 40_000), // Until 70.
            (69.999, 10, 1),
            (70, 10, Served),
            (70, 10, 10_000), // Until 80.
            (80, 10, Served),
            (81, 10, 49_000)); // Until 130.

    [Fact]
    public void Quantized_Seconds_AdmitTheirPartEach() =>
        AssertVerdicts(
            new(CapacityDimension.RequestsPerMinute, 120, LimiterShape.Quantized),
            (0, 10, Served),
            (0.25, 10, Served),
            (0.25, 10, 750),
            (0.999, 10, 1),
            (1, 10, Served),
            (1.5, 10, Served),
            (1.5, 10, 500),
            (30, 10, Served),
            (30, 10, Served),
            (30, 10, 1000));

    [Fact]
    public void Quantized_TenSeconds_LargerThanItsPart_IsPaidByTheNext() =>
        // 100 in ten seconds. 249 and a token pass at first, since nothing has been used; it takes 2.5 grains.
        AssertVerdicts(
            new(CapacityDimension.TokensPerMinute, 600, LimiterShape.Quantized) { Grain = TimeSpan.FromSeconds(10) },
            (0, 249, Served),
            (0, 10, 20_000), // The grain at 20 has 50 left.
            (0, 60, 30_000), // The one at 30 all.
            (19.999, 10, 1),
            (20, 48, Served),
            (20, 10, 10_000),
            (20, 601, Never));

    [Fact]
    public void Utilization_ACallThatSpillsOver_IsAdmittedAndLeaksAway() =>
        // A bucket of 100 that leaks 10 a second.
        AssertVerdicts(
            new(CapacityDimension.TokensPerMinute, 600, LimiterShape.Utilization) { Burst = TimeSpan.FromSeconds(10) },
            (0, 149, Served), // 150 %.
            (0, 10, 5001), // 50 have to go, and a tick more: full is too full.
            (5, 10, 1),
            (5.001, 10_000, Served),
            (5.001, 10, 1_000_100)); // 99.99 + 10,001 - 100 are 10,000.99 too many: 1000.099 s and a tick.

    [Fact]
    public void Limits_Several_StateTheLongestWait()
    {
        // One request in 20 s; 100 tokens a second.
        ProviderBench bench = new(ProviderBench.Settings(
            new(CapacityDimension.TokensPerMinute, 6000) { Burst = TimeSpan.FromSeconds(30) },
            new(CapacityDimension.RequestsPerMinute, 3) { Burst = TimeSpan.FromSeconds(20) }));
        bench.Run(async () =>
        {
            await bench.CallAsync(2499); // 500 of 3000 are left.

            // 2900 tokens are there in 24 s, the request in 20 s.
            Assert.Equal("24000", (await bench.RefusedAsync(2900)).Headers["retry-after-ms"]);
            Assert.Equal("20000", (await bench.RefusedAsync(2000)).Headers["retry-after-ms"]);
            Assert.Equal("20000", (await bench.RefusedAsync(100)).Headers["retry-after-ms"]);
            await bench.UntilAsync(20);
            Assert.Equal("4000", (await bench.RefusedAsync(2900)).Headers["retry-after-ms"]);
            await bench.CallAsync(2000);
        });
    }

    [Fact]
    public void Limits_OneOfSeveralTooSmallForEver_IsTheOneThatIsNamed()
    {
        ProviderBench bench = new(ProviderBench.Settings(
            new(CapacityDimension.RequestsPerMinute, 1),
            new(CapacityDimension.TokensPerMinute, 1000),
            new(CapacityDimension.TokensPerDay, 1_000_000)));
        bench.Run(async () =>
        {
            await bench.CallAsync();
            SimulatedProviderException refused = await bench.RefusedAsync(1001);

            Assert.Contains("Request too large for gpt", refused.Body, StringComparison.Ordinal);
            Assert.Contains("on tokens per min (TPM): Limit 1000, Requested 1001.", refused.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("retry-after-ms", refused.Headers.Keys);
            Assert.DoesNotContain("retry-after", refused.Headers.Keys);
        });
    }

    [Fact]
    public void Limits_OutputAlone_RefusesOnlyWhenItIsUsedUp()
    {
        // 60 a minute, all of it at once. What a call will write is not asked for: it takes 100 of 60, and the next one waits for 41.
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.OutputTokensPerMinute, 60)));
        bench.Run(async () =>
        {
            await bench.CallAsync(1000, 59);
            await bench.CallAsync(1000, 41);
            Assert.Equal("41000", (await bench.RefusedAsync(1000, 1)).Headers["retry-after-ms"]);
            await bench.UntilAsync(40.999);
            Assert.False(await bench.IsServedAsync(1000, 1));
            await bench.UntilAsync(41);
            Assert.True(await bench.IsServedAsync(1000, 1));
        });
    }

    [Fact]
    public void ContextWindow_ALongerPrompt_IsRefusedWhateverIsLeft()
    {
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.TokensPerMinute, 100)) with { ContextWindow = 50 });
        bench.Run(async () =>
        {
            Assert.Equal(400, (int?)(await bench.RefusedAsync(51)).StatusCode);
            await bench.CallAsync(50, 49);

            // The prompt alone counts, and it is looked at before the limits: with one token left it is still a 400.
            Assert.Equal(400, (int?)(await bench.RefusedAsync(51)).StatusCode);
            Assert.Equal(429, (int?)(await bench.RefusedAsync(50)).StatusCode);
        });
    }

    /// <summary>Sends a call at each moment and compares what it is told: served, never, or the wait in milliseconds.</summary>
    private static void AssertVerdicts(ProviderLimit limit, params (double At, int Tokens, int Expected)[] calls)
    {
        ProviderBench bench = new(ProviderBench.Settings(limit));
        bench.Run(async () =>
        {
            foreach ((double at, int tokens, int expected) in calls)
            {
                await bench.UntilAsync(at);
                Assert.Equal((at, tokens, expected), (at, tokens, await VerdictAsync(bench, tokens)));
            }
        });
    }

    private static async Task<int> VerdictAsync(ProviderBench bench, int tokens)
    {
        try
        {
            await bench.CallAsync(tokens);
            return Served;
        }
        catch (SimulatedProviderException refused)
        {
            Assert.Equal(429, (int?)refused.StatusCode);
            return refused.Headers.TryGetValue("retry-after-ms", out string? wait) ? int.Parse(wait) : Never;
        }
    }
}
