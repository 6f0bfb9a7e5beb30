namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class LimitChangeTests
{
    private static readonly LimitChange Halved = new(TimeSpan.FromSeconds(30), 0.5);

    [Theory]
    [InlineData(LimiterShape.Continuous)]
    [InlineData(LimiterShape.FixedWindow)]
    [InlineData(LimiterShape.SlidingWindow)]
    public void Changes_AHalving_KeepsTheShareInUse(LimiterShape shape)
    {
        // 60 of 600 in use just before: 30 of 300 after. A bucket has lost some of that in the meantime.
        ProviderBench bench = Of(shape, Halved);
        bench.Run(async () =>
        {
            await bench.UntilAsync(29.9);
            for (int i = 0; i < 60; i++)
                await bench.CallAsync();
            await bench.UntilAsync(30);
            SimulatedProviderException refused = await bench.RefusedAsync(1_000_001);

            Assert.Equal("300", refused.Headers["x-ratelimit-limit-requests"]);
            Assert.InRange(int.Parse(refused.Headers["x-ratelimit-remaining-requests"]), 270, 271);
        });
    }

    [Fact]
    public void Changes_Two_AreMultiplesOfTheFirstLimit()
    {
        ProviderBench bench = Of(LimiterShape.FixedWindow, new(TimeSpan.FromSeconds(50), 2), Halved);
        bench.Run(async () =>
        {
            await bench.UntilAsync(10);
            Assert.Equal("600", (await bench.RefusedAsync(1_000_001)).Headers["x-ratelimit-limit-requests"]);
            await bench.UntilAsync(40);
            Assert.Equal("300", (await bench.RefusedAsync(1_000_001)).Headers["x-ratelimit-limit-requests"]);
            await bench.UntilAsync(50);
            Assert.Equal("1200", (await bench.RefusedAsync(1_000_001)).Headers["x-ratelimit-limit-requests"]);
        });
    }

    [Fact]
    public void Changes_TheOracle_KnowsOfThem()
    {
        // 60 a minute, one each second, for callers that wait for nothing: the bucket's 60, then one a second, and two a second after five minutes.
        ProviderSettings provider = new() { Name = "a", Limits = [new(CapacityDimension.RequestsPerMinute, 60)], Changes = [new(TimeSpan.FromMinutes(5), 2)] };
        Workload many = new("many", Enumerable.Range(0, 6_000).Select(i => new SimulatedCall(TimeSpan.FromSeconds(i * 0.1), 10, 10)));

        Assert.Equal(60 + 300 + 60 + 600, FluidOracle.Of(many, [provider], TimeSpan.Zero).Requests, 5.0);
    }

    private static ProviderBench Of(LimiterShape shape, params LimitChange[] changes) =>
        new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.RequestsPerMinute, 600, shape)) with { Changes = changes, ContextWindow = 1_000_000 });
}
