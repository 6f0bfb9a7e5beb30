namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class OutageTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Outage_ItsWindow_BeginsAndEndsToTheTick()
    {
        ProviderBench bench = Of(new Fault(FaultKind.Outage) { From = 10 * Second, Until = 20 * Second });
        bench.Run(async () =>
        {
            await bench.UntilAsync(9.9999999);
            Assert.True(await bench.IsServedAsync());
            await bench.UntilAsync(10);
            Assert.Equal(503, (int?)(await bench.RefusedAsync()).StatusCode);
            await bench.UntilAsync(19.9999999);
            Assert.Equal(503, (int?)(await bench.RefusedAsync()).StatusCode);
            await bench.UntilAsync(20);
            Assert.True(await bench.IsServedAsync());
        });

        Assert.Equal([VisitEnd.Answered, VisitEnd.Unavailable, VisitEnd.Unavailable, VisitEnd.Answered], bench.Provider.Visits.Select(visit => visit.End));
    }

    [Fact]
    public void Outage_ACallThatIsUnderWay_IsAnswered()
    {
        // It ends at 2 s, and the outage begins at 1 s.
        ProviderBench bench = Of(ProviderBench.Slow, new Fault(FaultKind.Outage) { From = Second });
        bench.Run(() => bench.CallAsync(output: 10));

        Assert.Equal(VisitEnd.Answered, bench.Provider.Visits[0].End);
    }

    [Fact]
    public void Outage_WithAPeriod_IsDownInTheFirstHalfOfEach()
    {
        // Down from 5 to 7, 9 to 11 and 13 to 15.
        ProviderBench bench = Of(new Fault(FaultKind.Outage) { From = 5 * Second, Until = 15 * Second, Period = 4 * Second });
        List<double> down = [];
        bench.Run(async () =>
        {
            for (double at = 0; at < 20; at += 0.5)
            {
                await bench.UntilAsync(at);
                if (!await bench.IsServedAsync())
                    down.Add(at);
            }
        });

        Assert.Equal([5, 5.5, 6, 6.5, 9, 9.5, 10, 10.5, 13, 13.5, 14, 14.5], down);
    }

    [Fact]
    public void Outage_OfAShare_StrikesTheSameCallsForTheSameSeed()
    {
        int[] struck = Struck(FaultKind.Outage, 0.05, seed: 1);

        // On average it is 100 of 2000, 9.7 more or less; of this seed it is and stays 76.
        Assert.Equal(76, struck.Length);
        Assert.Equal(struck, Struck(FaultKind.Outage, 0.05, seed: 1));
        Assert.NotEqual(struck, Struck(FaultKind.Outage, 0.05, seed: 2));
    }

    [Theory]
    [InlineData(0.05, 61, 139)] // 100, and four times 9.7 to either side.
    [InlineData(0.5, 911, 1089)] // 1000, and four times 22.4.
    [InlineData(0, 0, 0)]
    [InlineData(1, 2000, 2000)]
    public void Share_ManyCalls_StrikesAboutAsMany(double share, int least, int most)
    {
        for (int seed = 0; seed < 5; seed++)
            Assert.InRange(Struck(FaultKind.Outage, share, seed).Length, least, most);
    }

    [Fact]
    public void Share_CallsInARow_AreStruckIndependently()
    {
        int[] struck = Struck(FaultKind.Outage, 0.05, seed: 1);
        int[] gaps = [.. struck.Zip(struck.Skip(1), (one, next) => next - one)];

        // Of 100 gaps about 5 are a single call and about 13 are longer than 40. As regular as a clock there would be neither.
        Assert.InRange(gaps.Count(gap => gap == 1), 1, 14);
        Assert.InRange(gaps.Count(gap => gap > 40), 3, 27);
    }

    private static ProviderBench Of(params Fault[] faults) => Of(ProviderBench.Instant, faults);

    private static ProviderBench Of(LatencyModel latency, params Fault[] faults) => new(ProviderBench.Settings() with { Latency = latency, Faults = faults });

    /// <summary>Which of 2000 calls are struck.</summary>
    private static int[] Struck(FaultKind kind, double share, int seed)
    {
        ProviderBench bench = new(ProviderBench.Settings() with { Faults = [new Fault(kind) { Share = share }] }, seed);
        bench.Run(async () =>
        {
            for (int i = 0; i < 2000; i++)
                await bench.IsServedAsync();
        });
        return [.. bench.Provider.Visits.Index().Where(visit => visit.Item.End == VisitEnd.Unavailable).Select(visit => visit.Index)];
    }
}
