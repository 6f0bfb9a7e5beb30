using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

public sealed class PacedLimitTests
{
    private readonly WallTime _time = new(new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));

    private long Now => _time.GetTimestamp();

    [Fact]
    public void TryLease_APacedDay_IsReleasedByTheHour()
    {
        // 2,400 a day are 100 an hour, one of them ahead: at midnight 100, at nine in the morning 1,000, from eleven at night on all.
        Quota quota = Paced(new() { TokensPerDay = 2_400 });

        Assert.Equal(100, quota.Level(CapacityDimension.TokensPerDay, Now), 6);
        Assert.True(Takes(quota, 100));
        Assert.False(Takes(quota, 1));
        Assert.Equal(TimeSpan.FromMinutes(30).Ticks, quota.WaitFor(Quotas.Tokens(50), Now));
        _time.Advance(TimeSpan.FromHours(9));
        Assert.Equal(900, quota.Level(CapacityDimension.TokensPerDay, Now), 6);
        Assert.True(Takes(quota, 900));
        Assert.False(Takes(quota, 1));
        _time.Advance(TimeSpan.FromHours(14.5));
        Assert.Equal(1_400, quota.Level(CapacityDimension.TokensPerDay, Now), 6);
    }

    [Fact]
    public void WaitFor_APacedDayThatIsSpent_IsUntilMidnight()
    {
        Quota quota = Paced(new() { TokensPerDay = 2_400 });
        _time.Advance(TimeSpan.FromHours(23));
        Assert.True(Takes(quota, 2_400));

        Assert.Equal(TimeSpan.FromHours(1).Ticks, quota.WaitFor(Quotas.Tokens(1), Now));
    }

    [Fact]
    public void WaitFor_APacedDay_EndsWhenTheNextUnitIsReleased()
    {
        Quota quota = Paced(new() { TokensPerDay = 7 });
        Assert.True(Takes(quota, 1));

        // Two of seven are released after 2/7 of a day, less the hour ahead: 6.857142857 hours are 246,857,142,857.14 ticks, and 36,000,000,000 less.
        Assert.Equal(210_857_142_858, quota.WaitFor(Quotas.Tokens(1), Now));
    }

    [Fact]
    public void TryLease_APacedMonth_IsAheadByTheShareOfADay()
    {
        // April has 30 days; 3,000 in it are 100 a day.
        Quota quota = Quotas.Of(new() { TokensPerMonth = 3_000, Paced = true }, _time);

        Assert.True(Takes(quota, 100));
        Assert.False(Takes(quota, 1));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(Takes(quota, 100));
        Assert.False(Takes(quota, 1));
    }

    [Fact]
    public void TryLease_ADayThatRefillsContinuously_HoldsAnHoursShare()
    {
        Quota quota = Quotas.Of(new() { TokensPerDay = 2_400, Paced = true }, _time);

        Assert.True(Takes(quota, 100));
        Assert.False(Takes(quota, 1));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.True(Takes(quota, 10));
        Assert.False(Takes(quota, 1));
    }

    private static bool Takes(Quota quota, long tokens) => quota.TryLease(Quotas.Tokens(tokens), quota.Clock.Now, out _);

    private Quota Paced(CapacityLimits limits) => Quotas.Of(limits with { DailyReset = LimitReset.Calendar, Paced = true }, _time);
}
