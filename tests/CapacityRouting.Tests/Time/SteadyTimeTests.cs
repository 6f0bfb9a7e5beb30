using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Time;

public sealed class SteadyTimeTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000_000_000_000_000)]
    public void GetTimestamp_OfAnOrdinaryClock_IsItsOwn(long origin)
    {
        OddTime odd = new(_time, 1_000_000_000, origin);

        Assert.Equal(odd.GetTimestamp(), new SteadyTime(odd).GetTimestamp());
    }

    /// <summary>Whatever it counts from, three times the longest wait can be added.</summary>
    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MinValue + 1)]
    [InlineData(-1)]
    [InlineData(Clock.Never - 1)]
    [InlineData(Clock.Never)]
    [InlineData(1_800_000_000_000_000_000)]
    [InlineData(long.MaxValue - 20_000_000_000)]
    public void GetTimestamp_OfAClockThatCountsFromFarAway_LeavesRoomForSums(long origin)
    {
        SteadyTime steady = new(new OddTime(_time, 1_000_000_000, origin));
        long first = steady.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.InRange(first, -1_024, Clock.Never / 2);
        Assert.Equal(10_000_000_000, steady.GetTimestamp() - first);
        Assert.True(checked(steady.GetTimestamp() + Clock.Never + Clock.Never + Clock.Never) > Clock.Never);
    }

    [Fact]
    public void GetTimestamp_OfAClockThatGoesBack_GoesOnFromTheLast()
    {
        ErraticTime erratic = new();
        SteadyTime steady = new(erratic);
        long first = steady.GetTimestamp();

        erratic.Jump(TimeSpan.FromHours(-1));
        Assert.Equal(first, steady.GetTimestamp());
        erratic.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(first + TimeSpan.TicksPerSecond, steady.GetTimestamp());
        erratic.Jump(TimeSpan.FromHours(1));
        Assert.Equal(first + TimeSpan.TicksPerSecond + TimeSpan.TicksPerHour, steady.GetTimestamp());
    }

    [Fact]
    public void Of_OneProvider_IsOne() => Assert.Same(SteadyTime.Of(_time), SteadyTime.Of(_time));
}
