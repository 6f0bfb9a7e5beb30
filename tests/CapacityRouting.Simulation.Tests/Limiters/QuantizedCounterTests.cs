using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>Unless a test says otherwise: 600 a minute in grains of a second, which are 10 in each.</summary>
public sealed class QuantizedCounterTests : LimiterContractTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = new(1);

    protected override LimiterShape Shape => LimiterShape.Quantized;

    [Fact]
    public void Fits_TheLastTickOfAGrain_CountsInItAndTheNextDoesNot()
    {
        ILimiter counter = New();
        counter.Take(10, 0.4 * Second);

        Assert.Equal(0.6 * Second, counter.Until(1, 0.4 * Second));
        Assert.False(counter.Fits(1, Second - Tick));
        Assert.True(counter.Fits(10, Second));
    }

    [Fact]
    public void Fits_WhatIsLeftOfTheShare_IsAdmittedAndNoMore()
    {
        ILimiter counter = New();
        counter.Take(4, TimeSpan.Zero);

        Assert.True(counter.Fits(6, TimeSpan.Zero));
        Assert.False(counter.Fits(7, TimeSpan.Zero));
        Assert.False(counter.Fits(25, TimeSpan.Zero));
        Assert.Equal(Second, counter.Until(7, TimeSpan.Zero));
        Assert.Equal(Second, counter.Until(25, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_MoreThanTheShareInAnUnusedGrain_LeavesADebtThatTheNextOnesPay()
    {
        ILimiter counter = New();
        Assert.True(counter.Fits(25, TimeSpan.Zero));
        counter.Take(25, TimeSpan.Zero);

        // 15 over: grain 1 pays 10, grain 2 pays 5 and has 5 left, grain 3 is unused.
        Assert.Equal(2 * Second, counter.Until(1, TimeSpan.Zero));
        Assert.Equal(2 * Second, counter.Until(5, TimeSpan.Zero));
        Assert.Equal(3 * Second, counter.Until(6, TimeSpan.Zero));
        Assert.Equal(3 * Second, counter.Until(600, TimeSpan.Zero));
        Assert.False(counter.Fits(1, (2 * Second) - Tick));
        Assert.True(counter.Fits(5, 2 * Second));
        Assert.False(counter.Fits(25, (3 * Second) - Tick));
        Assert.True(counter.Fits(25, 3 * Second));
    }

    [Fact]
    public void Fits_ADebtOfWholeGrains_LeavesTheNextOneUnused()
    {
        ILimiter counter = New();
        counter.Take(30, TimeSpan.Zero);

        Assert.Equal(3 * Second, counter.Until(1, TimeSpan.Zero));
        Assert.Equal(3 * Second, counter.Until(20, TimeSpan.Zero));
    }

    [Fact]
    public void Until_MoreThanTheLimit_IsNever()
    {
        Assert.Null(New().Until(601, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, New().Until(600, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_SharesThatAreNoWholeNumber_CarryExactly()
    {
        // 100 a minute is 5/3 a second: 1, 2 and 2 in every three.
        ILimiter counter = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 100, LimiterShape.Quantized));

        Assert.Equal([1, 2, 2, 1, 2, 2], Enumerable.Range(0, 6).Select(second => Drain(counter, second * Second)));
        Assert.Equal(90, Enumerable.Range(6, 54).Sum(second => Drain(counter, second * Second)));
    }

    [Fact]
    public void Until_TwoInAGrainThatHasOne_IsADebtOfTheNext()
    {
        ILimiter counter = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 100, LimiterShape.Quantized));
        Assert.True(counter.Fits(2, TimeSpan.Zero));
        counter.Take(2, TimeSpan.Zero);

        // Grain 1 has 2, of which one is owed.
        Assert.Equal(Second, counter.Until(1, TimeSpan.Zero));
        Assert.Equal(2 * Second, counter.Until(2, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_LessThanOneUnitAGrain_AdmitsOneInSomeAndNothingInOthers()
    {
        // 20 a minute is a third a second: the floor of 1/3, 2/3 and 3/3 gives its first unit to grain 2.
        ILimiter counter = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 20, LimiterShape.Quantized));

        Assert.Equal(2 * Second, counter.Until(1, TimeSpan.Zero));
        Assert.False(counter.Fits(1, (2 * Second) - Tick));
        Assert.Equal([0, 0, 1, 0, 0, 1], Enumerable.Range(3, 6).Select(second => Drain(counter, second * Second)));
    }

    [Fact]
    public void Read_AGrainWithoutAShare_IsAllInUseUntilTheNextThatHasOne()
    {
        ILimiter counter = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 20, LimiterShape.Quantized));

        Assert.Equal(new Standing(CapacityDimension.RequestsPerMinute, 20, 0, 1.5 * Second, 1), counter.Read(0.5 * Second));
        Assert.Equal(new Standing(CapacityDimension.RequestsPerMinute, 20, 1, TimeSpan.Zero, 0), counter.Read(2 * Second));
    }

    [Fact]
    public void Take_Negative_CorrectsTheGrainThatItIsNowAndNotBelowZero()
    {
        ILimiter counter = New();
        counter.Take(25, TimeSpan.Zero);

        // 15 are owed at 1 s; 9 given back leave 6 used of 10.
        counter.Take(-9, Second);
        Assert.Equal(4, counter.Read(Second).Remaining);

        counter.Take(-50, Second);
        Assert.Equal(10, counter.Read(Second).Remaining);
        counter.Take(10, Second);
        Assert.False(counter.Fits(1, Second));
    }

    [Theory]
    [InlineData(0, 0, 10, 0, 0)]
    [InlineData(4, 0, 6, 1, 0.4)]
    [InlineData(10, 0, 0, 1, 1)]
    [InlineData(25, 0, 0, 3, 2.5)]
    [InlineData(25, 1, 0, 2, 1.5)]
    [InlineData(25, 2, 5, 1, 0.5)]
    [InlineData(25, 3, 10, 0, 0)]
    public void Read_SecondsAfterATake_TellsWhatIsLeftOfTheGrain(long units, int seconds, long remaining, int untilFull, double utilization)
    {
        ILimiter counter = New();
        counter.Take(units, TimeSpan.Zero);

        Assert.Equal(new Standing(CapacityDimension.TokensPerMinute, 600, remaining, untilFull * Second, utilization), counter.Read(seconds * Second));
    }

    [Fact]
    public void Until_AMillionADay_CarriesOverTheDay()
    {
        // 1,000,000 / 86,400 = 11.57 a second; all of it leaves a debt that the very last grain still pays.
        ILimiter counter = Limiter.For(new ProviderLimit(CapacityDimension.TokensPerDay, 1_000_000, LimiterShape.Quantized));
        Assert.Equal(11, counter.Read(TimeSpan.Zero).Remaining);
        counter.Take(1_000_000, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromDays(1), counter.Until(1, TimeSpan.Zero));
        Assert.False(counter.Fits(1, TimeSpan.FromDays(1) - Tick));
        Assert.True(counter.Fits(1_000_000, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Fits_AnySchedule_ExactlyWhatPayingGrainByGrainAllows() => LimiterHistory.ForEach(Shape, history =>
    {
        long grain = 0;
        long used = 0;
        for (int step = 0; step < 60; step++)
        {
            history.PassTime();
            long units = Math.Max(1, history.AnyUnits());
            long now = history.Now.Ticks / history.Limit.Grain.Ticks;
            for (; grain < now && used > 0; grain++)
                used = Math.Max(0, used - Share(history.Limit, grain, grain + 1));
            grain = now;

            long share = Share(history.Limit, grain, grain + 1);
            bool allowed = units <= history.Limit.Amount && share > 0 && (used == 0 || used + units <= share);
            Assert.Equal(allowed, history.Limiter.Fits(units, history.Now));
            if (!allowed)
                continue;
            history.Limiter.Take(units, history.Now);
            used += units;
        }
    });

    [Fact]
    public void Fits_AnySchedule_NoSpanOfGrainsLetsThroughMoreThanItsSharesAndOneOverhang() => LimiterHistory.ForEach(Shape, history =>
    {
        SortedDictionary<long, long> admitted = [];
        long overhang = 0;
        for (int step = 0; step < 60; step++)
        {
            history.PassTime();
            long units = Math.Max(1, history.AnyUnits());
            if (!history.Limiter.Fits(units, history.Now))
                continue;
            long grain = history.Now.Ticks / history.Limit.Grain.Ticks;
            overhang = Math.Max(overhang, units - Share(history.Limit, grain, grain + 1));
            history.Limiter.Take(units, history.Now);
            admitted[grain] = admitted.GetValueOrDefault(grain) + units;
        }

        foreach (long first in admitted.Keys)
        {
            foreach (long last in admitted.Keys.Where(grain => grain >= first))
            {
                long through = admitted.Where(grain => grain.Key >= first && grain.Key <= last).Sum(grain => grain.Value);
                Assert.True(through <= Share(history.Limit, first, last + 1) + overhang, $"{through} in {first}..{last}, of {history.Limit}");
            }
        }
    });

    private static long Share(ProviderLimit limit, long from, long to) => Before(limit, to) - Before(limit, from);

    private static long Before(ProviderLimit limit, long grain) => (long)((Int128)grain * limit.Amount * limit.Grain.Ticks / limit.Window.Ticks);

    private static int Drain(ILimiter counter, TimeSpan now)
    {
        int admitted = 0;
        for (; counter.Fits(1, now); admitted++)
            counter.Take(1, now);
        return admitted;
    }
}
