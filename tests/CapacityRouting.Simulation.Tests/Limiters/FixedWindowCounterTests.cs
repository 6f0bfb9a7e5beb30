using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>Unless a test says otherwise: 10 a minute.</summary>
public sealed class FixedWindowCounterTests : LimiterContractTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = new(1);

    protected override LimiterShape Shape => LimiterShape.FixedWindow;

    [Fact]
    public void Fits_TheLastTickOfAWindow_CountsInItAndTheNextDoesNot()
    {
        ILimiter counter = Ten();
        counter.Take(10, 59 * Second);

        Assert.Equal(Second, counter.Until(1, 59 * Second));
        Assert.False(counter.Fits(1, Minute - Tick));
        Assert.Equal(Tick, counter.Until(10, Minute - Tick));
        Assert.True(counter.Fits(10, Minute));
    }

    [Fact]
    public void Fits_AroundTheEndOfAWindow_LetsTwiceTheLimitThroughWithinATick()
    {
        ILimiter counter = Ten();
        Assert.True(counter.Fits(10, Minute - Tick));
        counter.Take(10, Minute - Tick);

        Assert.True(counter.Fits(10, Minute));
        counter.Take(10, Minute);
        Assert.Equal(Minute, counter.Until(1, Minute));
    }

    [Fact]
    public void Until_MoreThanTheLimit_IsNever()
    {
        Assert.Null(Ten().Until(11, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, Ten().Until(10, TimeSpan.Zero));
    }

    [Fact]
    public void Take_MoreThanTheLimit_IsForgottenWithTheWindow()
    {
        ILimiter counter = Ten();
        counter.Take(35, 20 * Second);

        Assert.Equal(new Standing(CapacityDimension.RequestsPerMinute, 10, 0, 40 * Second, 3.5), counter.Read(20 * Second));
        Assert.Equal(new Standing(CapacityDimension.RequestsPerMinute, 10, 10, TimeSpan.Zero, 0), counter.Read(Minute));
    }

    [Fact]
    public void Take_Negative_CorrectsTheWindowThatItIsNowAndNotBelowZero()
    {
        ILimiter counter = Ten();
        counter.Take(8, TimeSpan.Zero);
        counter.Take(-3, 30 * Second);
        Assert.Equal(5, counter.Read(30 * Second).Remaining);

        counter.Take(4, Minute);
        counter.Take(-8, Minute + Second);

        Assert.Equal(10, counter.Read(Minute + Second).Remaining);
        Assert.False(counter.Fits(11, Minute + Second));
    }

    [Theory]
    [InlineData(0, 0, 10, 0, 0)]
    [InlineData(3, 0, 7, 60, 0.3)]
    [InlineData(3, 59, 7, 1, 0.3)]
    [InlineData(3, 60, 10, 0, 0)]
    [InlineData(10, 15, 0, 45, 1)]
    public void Read_SecondsAfterATake_TellsTheCount(long units, int seconds, long remaining, int untilFull, double utilization)
    {
        ILimiter counter = Ten();
        counter.Take(units, TimeSpan.Zero);

        Assert.Equal(new Standing(CapacityDimension.RequestsPerMinute, 10, remaining, untilFull * Second, utilization), counter.Read(seconds * Second));
    }

    [Fact]
    public void Until_AMillionADay_IsTheNextDay()
    {
        ILimiter counter = Limiter.For(new ProviderLimit(CapacityDimension.TokensPerDay, 1_000_000, LimiterShape.FixedWindow));
        TimeSpan evening = TimeSpan.FromHours(18);
        counter.Take(1_000_000, evening);

        Assert.Equal(TimeSpan.FromHours(6), counter.Until(1, evening));
        Assert.Equal(TimeSpan.FromHours(6), counter.Until(1_000_000, evening));
        Assert.Null(counter.Until(1_000_001, evening));
    }

    [Fact]
    public void Fits_AnySchedule_ExactlyWhenItsWindowWouldLetThroughAtMostTheLimit() => LimiterHistory.ForEach(Shape, history =>
    {
        Dictionary<long, Int128> admitted = [];
        for (int step = 0; step < 60; step++)
        {
            history.PassTime();
            long units = Math.Max(1, history.AnyUnits());
            long window = history.Now.Ticks / history.Limit.Window.Ticks;
            Int128 inWindow = admitted.GetValueOrDefault(window) + units;
            Assert.Equal(inWindow <= history.Limit.Amount, history.Limiter.Fits(units, history.Now));
            if (inWindow > history.Limit.Amount)
                continue;
            history.Limiter.Take(units, history.Now);
            admitted[window] = inWindow;
        }
    });

    private static ILimiter Ten() => Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 10, LimiterShape.FixedWindow));
}
