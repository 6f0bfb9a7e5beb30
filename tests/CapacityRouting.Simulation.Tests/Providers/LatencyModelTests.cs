using System.Globalization;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class LatencyModelTests
{
    [Fact]
    public void FirstToken_ManyCalls_LieWithinTheJitterAndFillIt()
    {
        // 150 to 250 ms, and 2 ms for the one token.
        double[] milliseconds = [.. Durations(seed: 1).Select(duration => duration.TotalMilliseconds - 2)];

        Assert.All(milliseconds, duration => Assert.InRange(duration, 150, 250));
        Assert.InRange(milliseconds.Min(), 150, 152);
        Assert.InRange(milliseconds.Max(), 248, 250);

        // The mean of 500 is 200, and 1.3 more or less: the deviation of one is 100 / the root of 12, of the mean a 22nd of that.
        Assert.InRange(milliseconds.Average(), 195, 205);
    }

    [Fact]
    public void FirstToken_TheSameSeed_IsTheSame() => Assert.Equal(Durations(seed: 1), Durations(seed: 1));

    [Fact]
    public void FirstToken_AnotherSeed_IsAnother()
    {
        TimeSpan[] one = Durations(seed: 1);
        TimeSpan[] other = Durations(seed: 2);

        Assert.All(one.Zip(other), pair => Assert.NotEqual(pair.First, pair.Second));

        // Nor is one the other, some calls later.
        Assert.Empty(one.Intersect(other.Take(10)));
    }

    [Fact]
    public void PerToken_EachPiece_TakesItsTokensExactly()
    {
        // 16 tokens are eight pieces of two, and 0.3 ms a token is not a whole number of milliseconds.
        ProviderBench bench = Of(new LatencyModel { FirstToken = TimeSpan.FromSeconds(1), Jitter = TimeSpan.Zero, PerToken = TimeSpan.FromMilliseconds(0.3) });
        List<double> arrived = [];
        bench.Run(async () =>
        {
            await foreach (ChatResponseUpdate _ in bench.Stream(output: 16))
                arrived.Add(Math.Round(bench.Clock.Elapsed.TotalMilliseconds - 1000, 4));
        });

        Assert.Equal([0, 0.6, 1.2, 1.8, 2.4, 3, 3.6, 4.2, 4.8, 4.8], arrived);
    }

    [Fact]
    public void PerToken_AWholeAnswer_TakesAsLongAsAStream()
    {
        ProviderBench bench = Of(ProviderBench.Slow);
        bench.Run(async () =>
        {
            await bench.CallAsync(output: 83);

            // 1 s and 83 x 0.1 s.
            Assert.Equal(TimeSpan.FromSeconds(9.3), bench.Clock.Elapsed);
            await foreach (ChatResponseUpdate _ in bench.Stream(output: 83))
                Assert.True(bench.Clock.Elapsed >= TimeSpan.FromSeconds(10.3));
            Assert.Equal(TimeSpan.FromSeconds(18.6), bench.Clock.Elapsed);
        });
    }

    [Theory]
    [InlineData(0, 429)]
    [InlineData(10, 503)]
    [InlineData(20, 400)]
    public void Refusal_EachKind_TakesThatLong(double at, int status)
    {
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.TokensPerMinute, 60)) with
        {
            Latency = new LatencyModel { Refusal = TimeSpan.FromMilliseconds(20.5) },
            Faults = [new Fault(FaultKind.Outage) { From = TimeSpan.FromSeconds(10), Until = TimeSpan.FromSeconds(20) }],
            ContextWindow = at < 20 ? null : 60,
        });
        bench.Run(async () =>
        {
            await bench.UntilAsync(at);
            Assert.Equal(status, (int?)(await bench.RefusedAsync(61)).StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(at) + TimeSpan.FromMilliseconds(20.5), bench.Clock.Elapsed);
        });
    }

    [Fact]
    public void Default_AnAnswer_BeginsAfter150To250MillisecondsAndTakesTwoForEachToken()
    {
        ProviderBench bench = Of(new LatencyModel());
        bench.Run(() => bench.CallAsync(output: 100));

        Assert.InRange(bench.Provider.Visits[0].EndedAt.TotalMilliseconds, 350, 450);
        Assert.Equal("00:00:00.0200000", new LatencyModel().Refusal.ToString("c", CultureInfo.InvariantCulture));
    }

    private static ProviderBench Of(LatencyModel latency, int seed = 0) => new(ProviderBench.Settings() with { Latency = latency }, seed);

    /// <summary>How long 500 calls of one token took.</summary>
    private static TimeSpan[] Durations(int seed)
    {
        ProviderBench bench = Of(new LatencyModel(), seed);
        bench.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
                await bench.CallAsync();
        });
        return [.. bench.Provider.Visits.Select(visit => visit.EndedAt - visit.At)];
    }
}
