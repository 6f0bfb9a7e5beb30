using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Learning;
using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Health;

public sealed class SlowStartTests
{
    private readonly ManualTime _time = new();
    private readonly SlowStart _slowStart;

    public SlowStartTests() => _slowStart = new(new Clock(_time));

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Width_NotBegun_IsUnlimitedAndStaysSo()
    {
        _slowStart.Succeeded();
        _slowStart.Look(Now + TimeSpan.TicksPerHour);

        Assert.Equal(SlowStart.Off, _slowStart.Width);
    }

    [Fact]
    public void Succeeded_ARoundOfAnswers_DoublesTheWidth()
    {
        _slowStart.BeginUnknown(Now);
        Assert.Equal(10, _slowStart.Width);

        Succeed(10);
        Assert.Equal(20, _slowStart.Width);
        Succeed(20);
        Assert.Equal(40, _slowStart.Width);
    }

    [Fact]
    public void Look_EverySecondWithoutAnAnswer_DoublesTheWidthUntilItIsEnough()
    {
        _slowStart.BeginUnknown(Now);

        List<int> widths = [];
        for (int second = 0; second < 5; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _slowStart.Look(Now);
            widths.Add(_slowStart.Width);
        }

        Assert.Equal([20, 40, 80, SlowStart.Off, SlowStart.Off], widths);
    }

    [Fact]
    public void Look_BeforeASecondHasPassed_ChangesNothing()
    {
        _slowStart.BeginUnknown(Now);
        Assert.Equal(Now + TimeSpan.TicksPerSecond, _slowStart.WidensAt);

        _slowStart.Look(Now + TimeSpan.TicksPerSecond - 1);

        Assert.Equal(10, _slowStart.Width);
    }

    [Fact]
    public void Look_TwiceInOneSecond_DoublesOnce()
    {
        _slowStart.BeginUnknown(Now);
        _time.Advance(TimeSpan.FromSeconds(1));

        _slowStart.Look(Now);
        _slowStart.Look(Now);

        Assert.Equal(20, _slowStart.Width);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(5, 2)]
    [InlineData(14, 7)]
    [InlineData(100, 10)]
    public void Narrow_AfterARefusal_AllowsHalfOfWhatWasUnderWayWithinBounds(int underWay, int width)
    {
        _slowStart.Narrow(underWay, Now);

        Assert.Equal(width, _slowStart.Width);
    }

    [Fact]
    public void BeginAgain_WithCallsUnderWay_LetsAFewMorePass()
    {
        _slowStart.BeginAgain(40, Now);

        Assert.Equal(50, _slowStart.Width);
    }

    [Fact]
    public void Constructor_OnlyTheCallsUnderWayAreLimited_NeedsNoRamp() =>
        Assert.Equal(SlowStart.Off, Quotas.Of(new() { MaxConcurrentRequests = 50 }, _time).Slots.SlowStart.Width);

    [Fact]
    public void Refused_ManyThatWereUnderWayTogether_NarrowOnce()
    {
        Quota quota = Quotas.Of(new(), _time);
        long sent = Now;
        Assert.Equal(10, LeaseAll(quota));
        _time.Advance(TimeSpan.FromSeconds(0.1));

        for (int i = 0; i < 5; i++)
            quota.Refused(new Refusal(Quotas.Tokens(1), sent), Now + i);

        Assert.Equal(5, quota.Slots.SlowStart.Width);
    }

    [Fact]
    public void TryLease_NoLimitKnown_LetsTenPassAndMoreAsTheyAreAnswered()
    {
        Quota quota = Quotas.Of(new(), _time);
        Assert.Equal(10, LeaseAll(quota));
        Assert.True(quota.Slots.IsSlowStarting);

        quota.Slots.SlowStart.Succeeded();
        Assert.Equal(1, LeaseAll(quota));
        _time.Advance(TimeSpan.FromSeconds(1));

        // Width 22, and 11 are under way.
        Assert.Equal(11, LeaseAll(quota));
    }

    [Fact]
    public void TryLease_ALimitIsKnown_DoesNotRamp()
    {
        Quota quota = Quotas.Of(new() { RequestsPerDay = 50 }, _time);

        Assert.Equal(50, LeaseAll(quota));
    }

    [Fact]
    public void IsRamping_WhereTheConfiguredSlotsAreTheBound_IsFalse()
    {
        Quota quota = Quotas.Of(new() { MaxConcurrentRequests = 3 }, _time);

        Assert.Equal(3, LeaseAll(quota));
        Assert.True(quota.Slots.IsFull);
        Assert.False(quota.Slots.IsSlowStarting);
    }

    private int LeaseAll(Quota quota)
    {
        int leased = 0;
        while (leased < 1_000 && quota.TryLease(Quotas.Tokens(1), Now, out _))
            leased++;
        return leased;
    }

    private void Succeed(int times)
    {
        for (int i = 0; i < times; i++)
            _slowStart.Succeeded();
    }
}
