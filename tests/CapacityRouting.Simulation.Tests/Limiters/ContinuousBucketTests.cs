using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>Unless a test says otherwise: 60 a minute, which is one a second, in a bucket that holds 10 seconds' worth.</summary>
public sealed class ContinuousBucketTests : LimiterContractTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = new(1);

    protected override LimiterShape Shape => LimiterShape.Continuous;

    [Fact]
    public void Fits_NothingTaken_AdmitsWhatItHoldsAndNoMore()
    {
        ILimiter bucket = Ten();

        Assert.True(bucket.Fits(10, TimeSpan.Zero));
        Assert.False(bucket.Fits(11, TimeSpan.Zero));
        Assert.Null(bucket.Until(11, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_NoBurstStated_HoldsTheWholeWindow()
    {
        ILimiter bucket = New();

        Assert.True(bucket.Fits(600, TimeSpan.Zero));
        Assert.Null(bucket.Until(601, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_ATickBeforeItsUnitsAreThere_IsRefused()
    {
        ILimiter bucket = Ten();
        bucket.Take(10, TimeSpan.Zero);

        // 3 units at one a second.
        Assert.Equal(3 * Second, bucket.Until(3, TimeSpan.Zero));
        Assert.False(bucket.Fits(3, (3 * Second) - Tick));
        Assert.True(bucket.Fits(3, 3 * Second));
    }

    [Fact]
    public void Until_ARateThatNoTickDivides_IsRoundedUpOnceAndNotEachTime()
    {
        // 7 a minute: a unit takes 600,000,000 / 7 = 85,714,285.7 ticks, and 7 of them exactly a minute.
        ILimiter bucket = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 7));
        bucket.Take(7, TimeSpan.Zero);

        Assert.Equal(new TimeSpan(85_714_286), bucket.Until(1, TimeSpan.Zero));
        for (int i = 1; i <= 7; i++)
        {
            TimeSpan due = new(((600_000_000L * i) + 6) / 7);
            Assert.False(bucket.Fits(1, due - Tick));
            Assert.True(bucket.Fits(1, due));
            bucket.Take(1, due);
        }

        // After exactly a minute all seven that came have gone again.
        Assert.Equal(0, bucket.Read(TimeSpan.FromMinutes(1)).Remaining);
        Assert.Equal(TimeSpan.FromMinutes(1), bucket.Read(TimeSpan.FromMinutes(1)).UntilFull);
    }

    [Fact]
    public void Take_MoreThanItHolds_LeavesADebtThatIsPaidFirst()
    {
        ILimiter bucket = Ten();
        bucket.Take(25, TimeSpan.Zero);

        // 15 in debt: 15 seconds to nothing, one more to a unit, and 25 to all ten.
        Assert.Equal(16 * Second, bucket.Until(1, TimeSpan.Zero));
        Assert.False(bucket.Fits(1, (16 * Second) - Tick));
        Assert.True(bucket.Fits(1, 16 * Second));
        Assert.False(bucket.Fits(2, 16 * Second));
        Assert.Equal(9 * Second, bucket.Read(16 * Second).UntilFull);
    }

    [Fact]
    public void Take_Negative_GivesBackButNeverAboveFull()
    {
        ILimiter bucket = Ten();
        bucket.Take(8, TimeSpan.Zero);
        bucket.Take(-5, TimeSpan.Zero);
        Assert.Equal(7, bucket.Read(TimeSpan.Zero).Remaining);

        // 7 and 1 that flowed in; 20 given back are 2.
        bucket.Take(-20, Second);

        Assert.Equal(10, bucket.Read(Second).Remaining);
        Assert.False(bucket.Fits(11, Second));
        bucket.Take(10, Second);
        Assert.False(bucket.Fits(1, (2 * Second) - Tick));
    }

    [Fact]
    public void Fits_ABurstOfLessThanAUnit_HoldsOneAllTheSame()
    {
        // 6 a minute and 1 second of burst: a tenth of a unit.
        ILimiter bucket = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 6) { Burst = Second });

        Assert.True(bucket.Fits(1, TimeSpan.Zero));
        bucket.Take(1, TimeSpan.Zero);
        Assert.Equal(10 * Second, bucket.Until(1, TimeSpan.Zero));
        Assert.Null(bucket.Until(2, TimeSpan.Zero));
    }

    [Fact]
    public void Read_ABurstOfAUnitAndAHalf_CountsWholeUnits()
    {
        // 90 a minute, one second: 1.5 units. One taken leaves a half; a second unit needs a half more, a third of a second.
        ILimiter bucket = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 90) { Burst = Second });
        Assert.Equal(1, bucket.Read(TimeSpan.Zero).Remaining);
        bucket.Take(1, TimeSpan.Zero);

        Assert.Equal(0, bucket.Read(TimeSpan.Zero).Remaining);
        Assert.Equal(2 / 3.0, bucket.Read(TimeSpan.Zero).Utilization, 12);
        Assert.Equal(new TimeSpan(3_333_334), bucket.Until(1, TimeSpan.Zero));
        Assert.Equal(new TimeSpan(6_666_667), bucket.Read(TimeSpan.Zero).UntilFull);
    }

    [Theory]
    [InlineData(4, 0, 6, 4, 0.4)]
    [InlineData(4, 1, 7, 3, 0.3)]
    [InlineData(4, 9, 10, 0, 0)]
    [InlineData(10, 0, 0, 10, 1)]
    [InlineData(25, 0, 0, 25, 2.5)]
    [InlineData(25, 20, 5, 5, 0.5)]
    public void Read_SecondsAfterATake_TellsWhatHasFlowedBack(long units, int seconds, long remaining, int untilFull, double utilization)
    {
        ILimiter bucket = Ten();
        bucket.Take(units, TimeSpan.Zero);

        Assert.Equal(new Standing(CapacityDimension.RequestsPerMinute, 60, remaining, untilFull * Second, utilization), bucket.Read(seconds * Second));
    }

    [Fact]
    public void Until_AMillionADay_IsExactOverTheDay()
    {
        ILimiter bucket = Limiter.For(new ProviderLimit(CapacityDimension.TokensPerDay, 1_000_000));
        bucket.Take(1_000_000, TimeSpan.Zero);

        // 864,000,000,000 ticks a day: 864,000 a unit.
        Assert.Equal(new TimeSpan(864_000), bucket.Until(1, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromDays(1), bucket.Until(1_000_000, TimeSpan.Zero));
        Assert.Equal(999_999, bucket.Read(TimeSpan.FromDays(1) - Tick).Remaining);
        Assert.Equal(1_000_000, bucket.Read(TimeSpan.FromDays(1)).Remaining);
        Assert.Null(bucket.Until(1_000_001, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_AnySchedule_ExactlyWhenNoWindowWouldLetThroughMoreThanBurstAndRate() => LimiterHistory.ForEach(Shape, history =>
    {
        List<(TimeSpan At, long Units)> admitted = [];
        for (int step = 0; step < 60; step++)
        {
            history.PassTime();
            long units = Math.Max(1, history.AnyUnits());
            Assert.Equal(IsWithin(history.Limit, [.. admitted, (history.Now, units)]), history.Limiter.Fits(units, history.Now));
            if (!history.Limiter.Fits(units, history.Now))
                continue;
            history.Limiter.Take(units, history.Now);
            admitted.Add((history.Now, units));
        }
    });

    /// <summary>Every window that ends with the last take: its units * window are at most what a full bucket holds and what flowed in.</summary>
    private static bool IsWithin(ProviderLimit limit, List<(TimeSpan At, long Units)> takes)
    {
        Int128 held = Int128.Max(limit.Window.Ticks, (Int128)limit.Amount * (limit.Burst ?? limit.Window).Ticks);
        Int128 units = 0;
        for (int first = takes.Count - 1; first >= 0; first--)
        {
            units += takes[first].Units;
            if (units * limit.Window.Ticks > held + ((Int128)limit.Amount * (takes[^1].At - takes[first].At).Ticks))
                return false;
        }

        return true;
    }

    private static ILimiter Ten() => Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 60) { Burst = 10 * Second });
}
