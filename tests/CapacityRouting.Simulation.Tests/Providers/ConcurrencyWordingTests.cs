namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class ConcurrencyWordingTests
{
    [Theory]
    [InlineData(ConcurrencyWording.Own, "Too many concurrent requests", null)]
    [InlineData(ConcurrencyWording.Rate, "Too many requests. Please slow down.", "1")]
    [InlineData(ConcurrencyWording.Organization, "max organization concurrency: 1", "1")]
    public void Refused_ForASlot_SaysItInTheseWords(ConcurrencyWording wording, string words, string? retryAfter)
    {
        ProviderBench bench = new(ProviderBench.Settings() with { MaxConcurrentRequests = 1, ConcurrencyWording = wording, Latency = ProviderBench.Slow });
        bench.Run(async () =>
        {
            Task first = bench.CallAsync();
            SimulatedProviderException refused = await bench.RefusedAsync();
            await first;

            Assert.Contains(words, refused.Body, StringComparison.Ordinal);
            Assert.Equal(retryAfter, refused.Headers.GetValueOrDefault("retry-after"));
        });
    }
}
