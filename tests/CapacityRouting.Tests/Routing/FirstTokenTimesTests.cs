using CapacityRouting.Routing;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

public sealed class FirstTokenTimesTests
{
    private static readonly Clock Clock = new(new FakeTimeProvider());

    private readonly FirstTokenTimes _times = new(Clock);

    [Fact]
    public void Timeout_UntilTwentyStreamsHaveBegun_IsAMinute()
    {
        Assert.Equal(60, Seconds());
        Begin(streams: 19, seconds: 1);
        Assert.Equal(60, Seconds());

        Begin(streams: 1, seconds: 1);
        Assert.Equal(2, Seconds());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.3, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.75, 1.5)]
    [InlineData(10, 20)]
    [InlineData(30, 60)]
    [InlineData(50, 60)]
    [InlineData(90, 60)]
    [InlineData(1e9, 60)]
    public void Timeout_TheSameTimeTwenty_IsTwiceItFromASecondToAMinute(double seconds, double timeout)
    {
        Begin(streams: 20, seconds);

        Assert.Equal(timeout, Seconds());
    }

    [Fact]
    public void Timeout_OneSlowFirstCall_DoesNotDisturbIt()
    {
        Begin(streams: 1, seconds: 50);
        Begin(streams: 19, seconds: 1);

        Assert.Equal(2, Seconds());
    }

    [Fact]
    public void Timeout_TheFirstTwenty_IsTwiceTheNineteenth()
    {
        // In an order that is neither rising nor falling: 7 and 20 have no common divisor.
        for (int i = 0; i < 20; i++)
            Begin(streams: 1, seconds: 1 + (i * 7 % 20));

        // 1 to 20 seconds: the nineteenth is 19.
        Assert.Equal(38, Seconds());
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(10_000_000)]
    [InlineData(1_000_000_000)]
    public void Timeout_ManyUniformTimes_IsNearTwiceTheir95thPercentileInAnyTicks(long frequency)
    {
        Clock clock = new(new Ticking(frequency));
        FirstTokenTimes times = new(clock);
        Random random = new(1);
        for (int i = 0; i < 1_000; i++)
            times.Observe((long)(random.NextDouble() * 4 * frequency));

        double mean = Enumerable.Range(0, 20_000).Average(_ =>
        {
            times.Observe((long)(random.NextDouble() * 4 * frequency));
            return clock.ToTimeSpan(times.Timeout).TotalSeconds;
        });

        // From 0 to 4 s, the 95th percentile is 3.8 s, and twice that 7.6 s.
        Assert.InRange(mean, 7.6 * 0.9, 7.6 * 1.1);
    }

    [Theory]
    [InlineData(1, 1.9, 0)]
    [InlineData(1, 2.1, 1)] // A nudge of 9.5 % makes it 2.19.
    [InlineData(1, 4, 2)] // The second in a row has waited 2.19: twice that is 4.38.
    [InlineData(1, 10, 4)] // 8.76, and 17.52.
    [InlineData(0.1, 1.9, 2)] // The first nudge is lost in the least of 1 s.
    [InlineData(0.1, 10, 5)] // 1, 1, 2, 4, 8; then 16.
    [InlineData(0.1, 60, 7)] // And 16, 32; then a minute.
    public void TimedOut_RouteThatIsSlowerForGood_IsGivenEnoughAfterSoManyTimeouts(double before, double now, int timeouts)
    {
        Begin(streams: 20, before);

        Assert.Equal(timeouts, TimeoutsUntil(now));
        Assert.Equal(0, TimeoutsUntil(now));
    }

    [Fact]
    public void TimedOut_ManyAtOnce_DoubleItOnce()
    {
        Begin(streams: 20, seconds: 1);

        for (int i = 0; i < 50; i++)
            _times.TimedOut(Ticks(2));

        // The first nudges to 2.19, and no other has waited as long as that.
        Assert.Equal(2.19, Seconds(), 3);
    }

    [Fact]
    public void TimedOut_OneInFifty_LeavesTheTimeoutWhereTheOthersWantIt()
    {
        Begin(streams: 20, seconds: 1);

        for (int i = 0; i < 100; i++)
        {
            _times.TimedOut(_times.Timeout);
            Begin(streams: 49, seconds: 1);

            // Up by 9.5 % and down by half a percent, about what is seen: never far from 2 s.
            Assert.InRange(Seconds(), 1.98, 2.2);
        }
    }

    [Fact]
    public void TimedOut_AfterLessTimeThanIsGiven_TeachesNothing()
    {
        for (int i = 0; i < 100; i++)
            _times.TimedOut(Ticks(1));
        Begin(streams: 19, seconds: 1);
        Assert.Equal(60, Seconds());

        Begin(streams: 1, seconds: 1);
        Assert.Equal(2, Seconds());
    }

    [Fact]
    public void TimedOut_RouteThatIsWellAgain_IsLearnedAnewFromTwentyStreams()
    {
        Begin(streams: 20, seconds: 1);
        Assert.Equal(4, TimeoutsUntil(10));

        // The stream that had the time is the first of the next twenty, and the longest; the nineteenth counts.
        Begin(streams: 18, seconds: 0.8);
        Assert.Equal(17.52, Seconds(), 3);
        Begin(streams: 1, seconds: 0.8);
        Assert.Equal(1.6, Seconds(), 3);
    }

    private void Begin(int streams, double seconds)
    {
        for (int i = 0; i < streams; i++)
            _times.Observe(Ticks(seconds));
    }

    /// <summary>How many streams are given up before one has the time that it takes.</summary>
    private int TimeoutsUntil(double seconds)
    {
        for (int timeouts = 0; timeouts < 100; timeouts++)
        {
            if (Ticks(seconds) <= _times.Timeout)
            {
                _times.Observe(Ticks(seconds));
                return timeouts;
            }

            _times.TimedOut(_times.Timeout);
        }

        return int.MaxValue;
    }

    private double Seconds() => Clock.ToTimeSpan(_times.Timeout).TotalSeconds;

    private static long Ticks(double seconds) => Clock.ToTicks(TimeSpan.FromSeconds(seconds));

    private sealed class Ticking(long frequency) : TimeProvider
    {
        public override long TimestampFrequency => frequency;
    }
}
