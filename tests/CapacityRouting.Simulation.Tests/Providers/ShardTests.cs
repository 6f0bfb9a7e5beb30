namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class ShardTests
{
    private static readonly ProviderLimit Limit = new(CapacityDimension.RequestsPerMinute, 90, LimiterShape.FixedWindow);

    [Fact]
    public void Shards_OfUnequalLoad_RefuseThoughTheLimitHasRoom()
    {
        // Of 80 calls the first shard gets about 40, and has room for 30; the others get 20 each.
        ProviderBench bench = new(ProviderBench.Settings(Limit) with { Shards = [0.5, 0.25, 0.25] }, seed: 3);
        int served = 0;
        bench.Run(async () =>
        {
            for (int i = 0; i < 80; i++)
                served += await bench.IsServedAsync() ? 1 : 0;
        });

        Assert.InRange(served, 60, 76);
    }

    [Fact]
    public void Shards_InHeaders_AreTheAccountAsAWhole()
    {
        ProviderBench bench = new(ProviderBench.Settings(Limit) with { Shards = [1, 1, 1], ContextWindow = 1_000_000 }, seed: 3);
        bench.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
                await bench.CallAsync();
            SimulatedProviderException refused = await bench.RefusedAsync(1_000_001);

            Assert.Equal(("90", "80"), (refused.Headers["x-ratelimit-limit-requests"], refused.Headers["x-ratelimit-remaining-requests"]));
        });
        Assert.Equal(1, bench.Provider.PeakInFlight);
    }

    [Fact]
    public void Shards_WithSlots_AreRefused()
    {
        ProviderSettings both = ProviderBench.Settings(Limit) with { Shards = [1, 0], MaxConcurrentRequests = 2 };

        string[] told = Assert.Throws<ArgumentException>(() => new ProviderBench(both)).Message.Split(Environment.NewLine);

        Assert.StartsWith("gpt:Shards: must be more than zero, is 0.", told[0], StringComparison.Ordinal);
        Assert.StartsWith("gpt:Shards: calls under way are not counted by shards; set no MaxConcurrentRequests.", told[1], StringComparison.Ordinal);
    }
}
