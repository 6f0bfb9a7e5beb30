namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>600 requests a minute are one each tenth of a second, the step in which a neighbour takes its part. 60 tokens are one each second.</summary>
public sealed class NeighbourTests
{
    [Fact]
    public void Share_AHalf_TakesEverySecondStepsUnit()
    {
        // A half of 600 a minute is 5 a second, in a window that forgets nothing: half a unit a step, so that each second step takes one.
        ProviderBench bench = Of(LimiterShape.FixedWindow, new Neighbour(0.5));
        bench.Run(async () =>
        {
            // Steps at 0 and 0.1: one whole unit by then.
            Assert.Equal(600, Left(bench));
            await bench.UntilAsync(0.0999999);
            Assert.Equal(600, Left(bench));
            await bench.UntilAsync(0.1);
            Assert.Equal(599, Left(bench));
            await bench.UntilAsync(59.95);

            // 600 steps, the last one at 59.9: 300 units.
            Assert.Equal(300, Left(bench));
        });
    }

    [Theory]
    [InlineData(0.29, 100, 29)]
    [InlineData(0.07, 100, 7)]
    [InlineData(0.1, 7, 0)] // 0.7.
    [InlineData(0.1, 99, 9)] // 9.9.
    [InlineData(1, 100, 100)]
    public void Share_OfALimit_IsTakenExactlyInAWindow(double share, int limit, int taken)
    {
        ProviderBench bench = Of([new ProviderLimit(CapacityDimension.RequestsPerMinute, limit, LimiterShape.FixedWindow)], new Neighbour(share));
        bench.Run(async () =>
        {
            await bench.UntilAsync(59.95);
            Assert.Equal(limit - taken, Left(bench));
        });
    }

    [Fact]
    public void Period_ASquareWave_TakesItsPartInTheFirstHalves()
    {
        // All of 600 a minute, one each step, at work from 2 to 4, 6 to 8 and so on: 20 steps each time.
        ProviderBench bench = Of(LimiterShape.FixedWindow, new Neighbour(1) { From = TimeSpan.FromSeconds(2), Period = TimeSpan.FromSeconds(4) });
        bench.Run(async () =>
        {
            (double At, long Left)[] expected = [(1.95, 600), (2, 599), (2.95, 590), (3.95, 580), (5.95, 580), (6.05, 579), (7.95, 560), (9.95, 560), (11.95, 540)];
            foreach ((double at, long left) in expected)
            {
                await bench.UntilAsync(at);
                Assert.Equal((at, left), (at, Left(bench)));
            }
        });
    }

    [Fact]
    public void Share_AContinuousLimit_RefillsAsFastAsANeighbourOfAllTakes()
    {
        // It takes what flows in, one a step, so the bucket never gets fuller than it was; at rest it does.
        ProviderBench bench = Of(LimiterShape.Continuous, new Neighbour(1) { Period = TimeSpan.FromSeconds(20) });
        bench.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
                Assert.True(await bench.IsServedAsync());
            Assert.Equal(499, Left(bench));
            await bench.UntilAsync(9.9);
            Assert.Equal(499, Left(bench));

            // At rest from 10 s on: 101 units are missing at 9.9 s, and 51 of them flow in by 15 s.
            await bench.UntilAsync(15);
            Assert.Equal(550, Left(bench));
        });
    }

    [Fact]
    public void Share_NothingIsLeft_ItAndTheCallsContend()
    {
        // A limit of 60 requests a minute, one at a time: every second there is one, and the neighbour asks for it all, once a second, at 0.9, 1.9 and so on.
        ProviderBench bench = Of([new ProviderLimit(CapacityDimension.RequestsPerMinute, 60) { Burst = TimeSpan.FromSeconds(1) }], new Neighbour(1));
        bench.Run(async () =>
        {
            // Free at once; the neighbour is too early at 0.9 and loses its turn, and the next call finds the one that is there at 1.
            Assert.True(await bench.IsServedAsync());
            await bench.UntilAsync(0.95);
            Assert.Equal("50", (await bench.RefusedAsync()).Headers["retry-after-ms"]);
            await bench.UntilAsync(1);
            Assert.True(await bench.IsServedAsync());

            // No call comes at 2, so the unit goes to the neighbour at 2.9. The next one is there at 3.9, when the neighbour asks again, a step before the call.
            await bench.UntilAsync(3);
            Assert.Equal("900", (await bench.RefusedAsync()).Headers["retry-after-ms"]);
            await bench.UntilAsync(3.9);
            Assert.Equal("1000", (await bench.RefusedAsync()).Headers["retry-after-ms"]);
        });
    }

    [Fact]
    public void Share_ABurst_EmptiesTheLimitInItsPartOfThePeriod()
    {
        // Twenty times 600 a minute are 20 a step. Three of sixty seconds are enough for all of it.
        ProviderBench bench = Of(LimiterShape.FixedWindow, new Neighbour(20) { Period = TimeSpan.FromMinutes(1), ActivePart = 0.05 });
        bench.Run(async () =>
        {
            await bench.UntilAsync(1.45);
            Assert.Equal(300, Left(bench));
            await bench.UntilAsync(2.95);
            Assert.Equal(0, Left(bench));
        });
    }

    [Fact]
    public void CatchUp_AfterALongTime_HasTakenStepByStep()
    {
        // One is looked at only at the end, the other every 10 ms.
        ProviderBench seldom = Of(LimiterShape.SlidingWindow, new Neighbour(0.7) { Period = TimeSpan.FromSeconds(37) });
        ProviderBench often = Of(LimiterShape.SlidingWindow, new Neighbour(0.7) { Period = TimeSpan.FromSeconds(37) });
        seldom.Run(() => seldom.UntilAsync(200));
        often.Run(async () =>
        {
            for (double at = 0; at < 200; at += 0.01)
            {
                await often.UntilAsync(at);
                Left(often);
            }

            await often.UntilAsync(200);
        });

        // At work from 0 to 18.5, from 37 to 55.5 and so on: in 4 x 185 steps before 140 s, and in 185 and 151 after it. 0.7 x 740 = 518, 0.7 x 1076 = 753.2.
        Assert.Equal(Left(often), Left(seldom));
        Assert.Equal(600 - 235, Left(seldom));
    }

    [Fact]
    public void CatchUp_TwoNeighbours_TakeInTheOrderOfTheMoments()
    {
        Neighbour early = new(0.1);
        Neighbour late = new(0.1) { From = TimeSpan.FromSeconds(5) };
        AssertLeft(late, early);
        AssertLeft(early, late);

        static void AssertLeft(params Neighbour[] neighbours)
        {
            // Each takes one a second: at 0.9, 1.9 and so on, and at 5.9, 6.9 and so on. Of those up to 62.9 the last minute has 60 and 58.
            ProviderBench bench = Of(LimiterShape.SlidingWindow, neighbours);
            bench.Run(async () =>
            {
                await bench.UntilAsync(62.95);
                Assert.Equal(600 - 118, Left(bench));
            });
        }
    }

    [Fact]
    public void CatchUp_TwoNeighboursOnOneBucket_ShareItStepByStep()
    {
        // A bucket of one, refilled every 0.1 s. Both ask for it at each step, and the one that is named first gets it: nothing is left for calls, ever.
        ProviderBench bench = Of([new ProviderLimit(CapacityDimension.RequestsPerMinute, 600) { Burst = TimeSpan.Zero }], new Neighbour(1), new Neighbour(1));
        bench.Run(async () =>
        {
            await bench.UntilAsync(30.05);

            // The last one went at 30.0, so that the next is there at 30.1.
            Assert.Equal("50", (await bench.RefusedAsync()).Headers["retry-after-ms"]);
        });
    }

    [Fact]
    public void Share_SeveralLimits_EachIsTakenFrom()
    {
        // 600 steps: 150 of 600 requests and 15,000 of 60,000 tokens.
        ProviderBench bench = Of(
            [new(CapacityDimension.RequestsPerMinute, 600, LimiterShape.FixedWindow), new(CapacityDimension.TokensPerMinute, 60_000, LimiterShape.FixedWindow)],
            new Neighbour(0.25));
        bench.Run(async () =>
        {
            await bench.UntilAsync(59.95);
            Assert.Equal(450, Left(bench));
            Assert.Equal(45_000, Left(bench, "tokens"));
        });
    }

    [Fact]
    public void Share_OfADaysLimit_IsTakenInADay()
    {
        // A quarter of a million in 1440 minutes: 173.6 in one.
        ProviderBench bench = Of([new ProviderLimit(CapacityDimension.TokensPerDay, 1_000_000, LimiterShape.FixedWindow)], new Neighbour(0.25));
        bench.Run(async () =>
        {
            await bench.UntilAsync(59.95);
            Assert.Equal(1_000_000 - 173, Left(bench, "tokens"));
            await bench.UntilAsync(86_399.95);
            Assert.Equal(750_000, Left(bench, "tokens"));
        });
    }

    private static ProviderBench Of(LimiterShape shape, params Neighbour[] neighbours) => Of([new(CapacityDimension.RequestsPerMinute, 600, shape)], neighbours);

    private static ProviderBench Of(ProviderLimit[] limits, params Neighbour[] neighbours) =>
        new(ProviderBench.Settings(limits) with { Neighbours = neighbours, ContextWindow = 1_000_000 });

    /// <summary>What is left, without taking anything: a prompt that is too long is turned away before any limit is asked, and has the headers all the same.</summary>
    private static long Left(ProviderBench bench, string unit = "requests") => long.Parse(bench.Headers(1_000_001)[$"x-ratelimit-remaining-{unit}"]);
}
