using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Health;

/// <summary>Attempts that began so many seconds after the clock did, and whether a failure among them is late.</summary>
public sealed class ServedStartsTests
{
    private static readonly ManualTime Time = new();

    private readonly ServedStarts _served = new(new Clock(Time));

    [Fact]
    public void AreWellSince_NothingServed_DoesNotHold()
    {
        Assert.False(_served.AreWellSince(Tick(0)));
        Assert.False(_served.IsAnyAfter(long.MinValue + 1));
    }

    [Fact]
    public void AreWellSince_OnlyEarlierOnesServed_DoesNotHold()
    {
        Serve(from: 0, to: 100, every: 0.25);

        Assert.False(_served.AreWellSince(Tick(110)));
        Assert.False(_served.IsAnyAfter(Tick(100)));
        Assert.True(_served.IsAnyAfter(Tick(99)));
    }

    /// <summary>The outage lasts from 100 s to 120 s.</summary>
    [Theory]
    [InlineData(105)]
    [InlineData(110)]
    [InlineData(115)]
    public void AreWellSince_AnOutageBetween_Holds(double start)
    {
        Serve(from: 0, to: 100, every: 0.25);
        Serve(from: 120, to: 200, every: 0.25);

        Assert.True(_served.AreWellSince(Tick(start)));
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    public void AreWellSince_OthersServedInBetween_DoesNotHold(double every)
    {
        Serve(from: 0, to: 200, every);

        for (double start = 10; start < 190; start += 0.7)
            Assert.False(_served.AreWellSince(Tick(start)));
    }

    /// <summary>A failure is no later than an answer takes.</summary>
    [Fact]
    public void AreWellSince_OthersBeganAMomentLater_DoesNotHold()
    {
        _served.Note(Tick(10.9));

        Assert.False(_served.AreWellSince(Tick(10)));
    }

    [Fact]
    public void AreWellSince_LongerAgoThanIsRemembered_Holds()
    {
        Serve(from: 0, to: 3_600, every: 1);

        Assert.True(_served.AreWellSince(Tick(100)));
    }

    [Fact]
    public void Note_OnAClockOfOneTickASecond_Works()
    {
        ServedStarts served = new(new Clock(new OddTime(Time, frequency: 1)));
        served.Note(0);
        served.Note(20);

        Assert.True(served.AreWellSince(10));
        Assert.False(served.AreWellSince(20));
    }

    private static long Tick(double second) => TimeSpan.FromSeconds(second).Ticks;

    private void Serve(double from, double to, double every)
    {
        for (double start = from; start <= to; start += every)
            _served.Note(Tick(start));
    }
}
