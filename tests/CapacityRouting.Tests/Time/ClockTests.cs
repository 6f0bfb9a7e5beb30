using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Time;

public sealed class ClockTests
{
    [Fact]
    public void ToTicks_Infinite_IsNever() => Assert.Equal(Clock.Never, TestBucket.Clock.ToTicks(Timeout.InfiniteTimeSpan));

    [Fact]
    public void ToTicks_FartherThanNever_IsNever()
    {
        Clock fine = new(new FastTime());

        Assert.Equal(Clock.Never, fine.ToTicks(TimeSpan.MaxValue));
        Assert.Equal(-Clock.Never, fine.ToTicks(TimeSpan.MinValue));
    }

    [Fact]
    public void ToTimeSpan_Never_IsInfinite()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, TestBucket.Clock.ToTimeSpan(Clock.Never));
        Assert.Equal(Timeout.InfiniteTimeSpan, TestBucket.Clock.ToWait(long.MaxValue));
    }

    [Fact]
    public void ToWait_AnyTicks_NeverWakesEarly() =>
        Properties.Check(
            Properties.AnySize(Clock.Never - 1),
            ticks =>
            {
                Clock fine = new(new FastTime());
                Assert.True(fine.ToTicks(fine.ToWait(ticks)) >= ticks);
                Assert.True(fine.ToTicks(fine.ToTimeSpan(ticks)) <= ticks);
            });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10_000, 1)]
    [InlineData(10_001, 2)]
    public void ToWait_PartsOfAMillisecond_AreWaitedForInWholeOnes(long ticks, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new Clock(new FakeTimeProvider()).ToWait(ticks));

    [Fact]
    public void Never_TwiceBeyondNow_FitsInAWord() => Assert.True(checked(Clock.Never + Clock.Never + Clock.Never) > Clock.Never);

    private sealed class FastTime : TimeProvider
    {
        public override long TimestampFrequency => 1_000_000_007;
    }
}
