using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>Unless a test says otherwise: 60 a minute, which is one a second, in a bucket that holds 10 seconds' worth.</summary>
public sealed class UtilizationBucketTests : LimiterContractTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = new(1);

    protected override LimiterShape Shape => LimiterShape.Utilization;

    [Fact]
    public void Fits_BelowFull_AdmitsARequestOfAnySize()
    {
        ILimiter bucket = Ten();
        bucket.Take(9, TimeSpan.Zero);

        Assert.True(bucket.Fits(1_000, TimeSpan.Zero));
        Assert.True(bucket.Fits(0, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, bucket.Until(1_000, TimeSpan.Zero));
    }

    [Fact]
    public void Fits_ExactlyFull_IsRefusedUntilTheNextTick()
    {
        ILimiter bucket = Ten();
        bucket.Take(10, TimeSpan.Zero);

        Assert.False(bucket.Fits(1, TimeSpan.Zero));
        Assert.Equal(Tick, bucket.Until(1, TimeSpan.Zero));
        Assert.True(bucket.Fits(1, Tick));
        Assert.True(bucket.Fits(0, Tick));
        Assert.Equal(0, bucket.Read(Tick).Remaining);
    }

    [Fact]
    public void Take_OverFull_HasToLeakToBelowFullFirst()
    {
        ILimiter bucket = Ten();
        bucket.Take(9, TimeSpan.Zero);
        bucket.Take(30, TimeSpan.Zero);

        // 39 are in, 10 is full: after 29 seconds it is exactly full, a tick later below.
        Assert.Equal((29 * Second) + Tick, bucket.Until(1, TimeSpan.Zero));
        Assert.False(bucket.Fits(1, 29 * Second));
        Assert.True(bucket.Fits(1, (29 * Second) + Tick));
    }

    [Fact]
    public void Take_Negative_PoursOutButNeverBelowEmpty()
    {
        ILimiter bucket = Ten();
        bucket.Take(12, TimeSpan.Zero);
        bucket.Take(-4, TimeSpan.Zero);
        Assert.Equal(2, bucket.Read(TimeSpan.Zero).Remaining);

        bucket.Take(-50, Second);

        Assert.Equal(10, bucket.Read(Second).Remaining);
        bucket.Take(10, Second);
        Assert.False(bucket.Fits(1, Second));
    }

    [Theory]
    [InlineData(4, 0, 6, 4, 0.4)]
    [InlineData(4, 1, 7, 3, 0.3)]
    [InlineData(4, 9, 10, 0, 0)]
    [InlineData(10, 0, 0, 10, 1)]
    [InlineData(39, 0, 0, 39, 3.9)]
    [InlineData(39, 30, 1, 9, 0.9)]
    public void Read_SecondsAfterATake_TellsWhatHasNotLeaked(long units, int seconds, long remaining, int untilFull, double utilization)
    {
        ILimiter bucket = Ten();
        bucket.Take(units, TimeSpan.Zero);

        Assert.Equal(new Standing(CapacityDimension.TokensPerMinute, 60, remaining, untilFull * Second, utilization), bucket.Read(seconds * Second));
    }

    [Fact]
    public void Until_AMillionADay_IsExactOverTheDay()
    {
        ILimiter bucket = Limiter.For(new ProviderLimit(CapacityDimension.TokensPerDay, 1_000_000, LimiterShape.Utilization));
        bucket.Take(2_000_000, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromDays(1) + Tick, bucket.Until(1, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromDays(2), bucket.Read(TimeSpan.Zero).UntilFull);
        Assert.Equal(2, bucket.Read(TimeSpan.Zero).Utilization);
    }

    [Fact]
    public void Fits_AnySchedule_ExactlyWhenNoWindowHasLetThroughWhatItHoldsAndLeaks() => LimiterHistory.ForEach(Shape, history =>
    {
        List<(TimeSpan At, long Units)> admitted = [];
        for (int step = 0; step < 60; step++)
        {
            history.PassTime();
            long units = Math.Max(1, history.AnyUnits());
            Assert.Equal(IsBelowFull(history.Limit, admitted, history.Now), history.Limiter.Fits(units, history.Now));
            if (!history.Limiter.Fits(units, history.Now))
                continue;
            history.Limiter.Take(units, history.Now);
            admitted.Add((history.Now, units));
        }
    });

    /// <summary>Every window that ends now: its units * window are less than what the bucket holds and what leaked. So only a window's last take can spill over.</summary>
    private static bool IsBelowFull(ProviderLimit limit, List<(TimeSpan At, long Units)> takes, TimeSpan now)
    {
        Int128 held = Int128.Max(limit.Window.Ticks, (Int128)limit.Amount * (limit.Burst ?? limit.Window).Ticks);
        Int128 units = 0;
        for (int first = takes.Count - 1; first >= 0; first--)
        {
            units += takes[first].Units;
            if (units * limit.Window.Ticks >= held + ((Int128)limit.Amount * (now - takes[first].At).Ticks))
                return false;
        }

        return true;
    }

    private static ILimiter Ten() =>
        Limiter.For(new ProviderLimit(CapacityDimension.TokensPerMinute, 60, LimiterShape.Utilization) { Burst = 10 * Second });
}
