using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>Unless a test says otherwise: 10 in any minute, of which 4 are taken at 0 s, 3 at 10 s and 3 at 30 s.</summary>
public sealed class SlidingWindowLogTests : LimiterContractTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = new(1);

    protected override LimiterShape Shape => LimiterShape.SlidingWindow;

    [Fact]
    public void Fits_ATakeThatIsAWindowOldToTheTick_HasLeft()
    {
        ILimiter log = Used();

        Assert.False(log.Fits(1, (60 * Second) - Tick));
        Assert.True(log.Fits(4, 60 * Second));
        Assert.False(log.Fits(5, 60 * Second));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1, 60)]
    [InlineData(4, 60)]
    [InlineData(5, 70)]
    [InlineData(7, 70)]
    [InlineData(8, 90)]
    [InlineData(10, 90)]
    public void Until_Used_IsWhenEnoughHaveLeft(long units, int atSecond)
    {
        ILimiter log = Used();
        TimeSpan now = 30 * Second;

        Assert.Equal((atSecond * Second) - now, log.Until(units, now));
        Assert.False(log.Fits(units, (atSecond * Second) - Tick));
        Assert.True(log.Fits(units, atSecond * Second));
    }

    [Fact]
    public void Until_MoreThanTheLimit_IsNever() => Assert.Null(Used().Until(11, 30 * Second));

    [Fact]
    public void Take_MoreThanTheLimit_CountsInFullUntilItLeaves()
    {
        ILimiter log = Used();
        log.Take(25, 50 * Second);

        // 35 are in: 4 leave at 60 s, 3 at 70 s, 3 at 90 s, and only with the 25 at 110 s one fits.
        Assert.Equal(60 * Second, log.Until(1, 50 * Second));
        Assert.Equal(3.5, log.Read(50 * Second).Utilization);
        Assert.Equal(2.5, log.Read(90 * Second).Utilization);
        Assert.False(log.Fits(1, (110 * Second) - Tick));
        Assert.True(log.Fits(10, 110 * Second));
    }

    [Fact]
    public void Take_Negative_ComesOffTheNewestTakes()
    {
        ILimiter log = Used();

        // The 3 of 30 s and one of the 3 of 10 s.
        log.Take(-4, 40 * Second);

        Assert.Equal(4, log.Read(40 * Second).Remaining);
        Assert.Equal(30 * Second, log.Read(40 * Second).UntilFull);
        Assert.Equal(20 * Second, log.Until(8, 40 * Second));
        Assert.Equal(30 * Second, log.Until(9, 40 * Second));
    }

    [Fact]
    public void Take_BackMoreThanIsStillInTheWindow_LeavesNothingOwed()
    {
        ILimiter log = Used();

        // At 65 s the 4 of 0 s have left; 6 are in.
        log.Take(-100, 65 * Second);

        Assert.Equal(new Standing(CapacityDimension.RequestsPerMinute, 10, 10, TimeSpan.Zero, 0), log.Read(65 * Second));
        log.Take(10, 65 * Second);
        Assert.False(log.Fits(1, (125 * Second) - Tick));
        Assert.True(log.Fits(10, 125 * Second));
    }

    [Theory]
    [InlineData(30, 0, 60, 1)]
    [InlineData(60, 4, 30, 0.6)]
    [InlineData(75, 7, 15, 0.3)]
    [InlineData(90, 10, 0, 0)]
    public void Read_AtSomeSecond_TellsWhatIsInTheWindow(int atSecond, long remaining, int untilFull, double utilization) =>
        Assert.Equal(
            new Standing(CapacityDimension.RequestsPerMinute, 10, remaining, untilFull * Second, utilization),
            Used().Read(atSecond * Second));

    [Fact]
    public void Until_AMillionADayInAHundredThousandTakes_IsExact()
    {
        ILimiter log = Limiter.For(new ProviderLimit(CapacityDimension.TokensPerDay, 1_000_000, LimiterShape.SlidingWindow));
        for (int i = 0; i < 100_000; i++)
        {
            Assert.True(log.Fits(10, i * Second / 10));
            log.Take(10, i * Second / 10);
        }

        // A take every 0.1 s until 10,000 s. The 500,000th unit is in the 50,000th take, of 4,999.9 s.
        TimeSpan now = 10_000 * Second;
        Assert.False(log.Fits(1, now));
        Assert.Equal(TimeSpan.FromDays(1) - now, log.Until(10, now));
        Assert.Equal(TimeSpan.FromDays(1) + (4_999.9 * Second) - now, log.Until(500_000, now));
        Assert.Equal(500_000, log.Read(TimeSpan.FromDays(1) + (4_999.9 * Second)).Remaining);
    }

    [Fact]
    public void Fits_AnySchedule_ExactlyWhenNoWindowWouldLetThroughMoreThanTheLimit() => LimiterHistory.ForEach(Shape, history =>
    {
        List<(TimeSpan At, long Units)> admitted = [];
        for (int step = 0; step < 60; step++)
        {
            history.PassTime();
            long units = Math.Max(1, history.AnyUnits());
            long inWindow = admitted.Where(take => take.At > history.Now - history.Limit.Window).Sum(take => take.Units) + units;
            Assert.Equal(inWindow <= history.Limit.Amount, history.Limiter.Fits(units, history.Now));
            if (inWindow > history.Limit.Amount)
                continue;
            history.Limiter.Take(units, history.Now);
            admitted.Add((history.Now, units));
        }
    });

    private static ILimiter Used()
    {
        ILimiter log = Limiter.For(new ProviderLimit(CapacityDimension.RequestsPerMinute, 10, LimiterShape.SlidingWindow));
        log.Take(4, TimeSpan.Zero);
        log.Take(3, 10 * Second);
        log.Take(3, 30 * Second);
        return log;
    }
}
