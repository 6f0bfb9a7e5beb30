namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>One call every 1.5 s, and a second one at once: the truth is 1.5 s.</summary>
public sealed class RetryAfterStyleTests
{
    [Theory]
    [InlineData(RetryAfterStyle.Rounded, "2", null, "try again in 1.5s.")]
    [InlineData(RetryAfterStyle.Exact, "2", "1500", "try again in 1.5s.")]
    [InlineData(RetryAfterStyle.Prose, null, null, "try again in 1.5s.")]
    [InlineData(RetryAfterStyle.Absent, null, null, null)]
    [InlineData(RetryAfterStyle.Lying, "1", "750", "try again in 750ms.")]
    public void OpenAI_EachStyle_TellsTheWaitInItsWay(RetryAfterStyle style, string? seconds, string? milliseconds, string? words) =>
        AssertTold(ProviderDialect.OpenAI, style, seconds, milliseconds, words, "try again in");

    [Theory]
    [InlineData(RetryAfterStyle.Rounded, "2", null, "retry after 2 seconds.")]
    [InlineData(RetryAfterStyle.Exact, "2", "1500", "retry after 2 seconds.")]
    [InlineData(RetryAfterStyle.Prose, null, null, "retry after 2 seconds.")]
    [InlineData(RetryAfterStyle.Absent, null, null, null)]
    [InlineData(RetryAfterStyle.Lying, "1", "750", "retry after 1 seconds.")]
    public void AzureOpenAI_EachStyle_TellsTheWaitInItsWay(RetryAfterStyle style, string? seconds, string? milliseconds, string? words)
    {
        AssertTold(ProviderDialect.AzureOpenAI, style, seconds, milliseconds, words, "retry after");
        AssertTold(ProviderDialect.AzureOpenAIProvisioned, style, seconds, milliseconds, words, "retry after");
    }

    // Anthropic's own words tell no wait.
    [Theory]
    [InlineData(RetryAfterStyle.Rounded, "2", null, null)]
    [InlineData(RetryAfterStyle.Exact, "2", "1500", null)]
    [InlineData(RetryAfterStyle.Prose, null, null, "try again in 1.5s.")]
    [InlineData(RetryAfterStyle.Absent, null, null, null)]
    [InlineData(RetryAfterStyle.Lying, "1", "750", null)]
    public void Anthropic_EachStyle_TellsTheWaitInItsWay(RetryAfterStyle style, string? seconds, string? milliseconds, string? words) =>
        AssertTold(ProviderDialect.Anthropic, style, seconds, milliseconds, words, "try again in");

    [Fact]
    public void Lying_WhoBelievesIt_IsRefusedAgain()
    {
        ProviderBench bench = BenchOf(ProviderDialect.OpenAI, RetryAfterStyle.Lying);
        bench.Run(async () =>
        {
            await bench.CallAsync();
            double[] told = [0.75, 0.375, 0.188, 0.094];
            foreach (double half in told)
            {
                // Half of what is left, rounded up to the millisecond: 1.5, 0.75, 0.375 and 0.187 s.
                string wait = (await bench.RefusedAsync()).Headers["retry-after-ms"];
                Assert.Equal(half, int.Parse(wait) / 1000.0);
                await bench.UntilAsync(bench.Clock.Elapsed.TotalSeconds + half);
            }
        });
    }

    [Fact]
    public void Exact_WhoBelievesIt_IsServed()
    {
        ProviderBench bench = BenchOf(ProviderDialect.OpenAI, RetryAfterStyle.Exact);
        bench.Run(async () =>
        {
            await bench.CallAsync();
            await bench.UntilAsync(int.Parse((await bench.RefusedAsync()).Headers["retry-after-ms"]) / 1000.0);
            await bench.CallAsync();
        });

        Assert.Equal(TimeSpan.FromSeconds(1.5), bench.Provider.Visits[2].At);
    }

    private static void AssertTold(ProviderDialect dialect, RetryAfterStyle style, string? seconds, string? milliseconds, string? words, string opening)
    {
        ProviderBench bench = BenchOf(dialect, style);
        bench.Run(async () =>
        {
            await bench.CallAsync();
            SimulatedProviderException refused = await bench.RefusedAsync();

            Assert.Equal(seconds, refused.Headers.GetValueOrDefault("retry-after"));
            Assert.Equal(milliseconds, refused.Headers.GetValueOrDefault("retry-after-ms"));
            if (words is null)
                Assert.DoesNotContain(opening, refused.Body, StringComparison.Ordinal);
            else
                Assert.Contains(words, refused.Body, StringComparison.Ordinal);
        });
    }

    private static ProviderBench BenchOf(ProviderDialect dialect, RetryAfterStyle style) => new(ProviderBench.Settings(
        new ProviderLimit(CapacityDimension.RequestsPerMinute, 40) { Burst = TimeSpan.FromSeconds(1.5) }) with { Dialect = dialect, RetryAfter = style });
}
