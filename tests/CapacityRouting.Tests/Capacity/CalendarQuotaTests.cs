using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity;

/// <summary>Limits that start anew at midnight or on the first of the month, through the quota that counts them.</summary>
public sealed class CalendarQuotaTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly WallTime _time = new(Noon);

    private long Now => _time.GetTimestamp();

    [Fact]
    public void TryLease_ADaysRequests_DoNotFlowBackBeforeMidnight()
    {
        Quota quota = Daily(new() { RequestsPerDay = 3 });
        Assert.All([1, 2, 3], _ => Assert.True(Takes(quota)));

        // It is noon: eleven hours and 59 minutes on it is 23:59, and nothing has come back; a minute later all of it has.
        _time.Advance(new TimeSpan(11, 59, 0));
        Assert.False(Takes(quota));
        Assert.Equal(0, quota.Level(CapacityDimension.RequestsPerDay, Now), 9);
        Assert.Equal(TimeSpan.FromMinutes(1).Ticks, quota.WaitFor(Quotas.Tokens(0), Now));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(3, quota.Level(CapacityDimension.RequestsPerDay, Now), 9);
        Assert.All([1, 2, 3], _ => Assert.True(Takes(quota)));
        Assert.False(Takes(quota));
    }

    [Fact]
    public void TryLease_AMonthsTokens_StartAnewOnTheFirst()
    {
        Quota quota = Quotas.Of(new() { TokensPerMonth = 1_000 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(1_000), Now, out _));

        // From January 31 at noon it is half a day to February, and 28 days more to March.
        Assert.Equal(TimeSpan.FromHours(12).Ticks, quota.WaitFor(Quotas.Tokens(1), Now));
        _time.Advance(TimeSpan.FromHours(12));
        Assert.True(quota.TryLease(Quotas.Tokens(1_000), Now, out _));
        Assert.Equal(TimeSpan.FromDays(28).Ticks, quota.WaitFor(Quotas.Tokens(1), Now));
    }

    [Fact]
    public void TryLease_InPacificTime_StartsAnewAtTheirMidnight()
    {
        Quota quota = new(new() { RequestsPerDay = 1 }, new Clock(_time), new(1), BurstDefaults.Unknown with { Resets = new(LimitReset.Calendar, "America/Los_Angeles") });
        Assert.True(Takes(quota));

        // Noon in UTC is four in the morning there in winter: twenty hours to midnight.
        Assert.Equal(TimeSpan.FromHours(20).Ticks, quota.WaitFor(Quotas.Tokens(0), Now));
    }

    [Fact]
    public void Settle_WithinThePeriod_GivesBackWhatWasNotUsed()
    {
        Quota quota = Daily(new() { TokensPerDay = 1_000 });
        Assert.True(quota.TryLease(Quotas.Tokens(900), Now, out Lease lease));
        _time.Advance(TimeSpan.FromHours(1));

        lease.Used(Quotas.Tokens(100), Now);

        Assert.Equal(900, quota.Level(CapacityDimension.TokensPerDay, Now), 9);
    }

    [Fact]
    public void Settle_AcrossMidnight_GivesNothingBackAndForgetsNoOverrun()
    {
        Quota quota = Daily(new() { TokensPerDay = 1_000 });
        Assert.True(quota.TryLease(Quotas.Tokens(500), Now, out Lease early));
        Assert.True(quota.TryLease(Quotas.Tokens(100), Now, out Lease longer));
        _time.Advance(TimeSpan.FromHours(12));
        Assert.True(quota.TryLease(Quotas.Tokens(300), Now, out _));

        // Taken yesterday: the 500 that were not used are yesterday's, the 50 too much are written today.
        early.Abandoned(Now);
        longer.Used(Quotas.Tokens(150), Now);

        Assert.Equal(1_000 - 300 - 50, quota.Level(CapacityDimension.TokensPerDay, Now), 9);
    }

    [Fact]
    public void Settle_FarBeyondTheLimit_IsADebtOfThisDayOnly()
    {
        Quota quota = Daily(new() { TokensPerDay = 1_000 });
        for (int i = 0; i < 10; i++)
        {
            quota.Settle(CapacityUnits.None, Quotas.Tokens(5_000), Now, Now);
            Assert.True(quota.Level(CapacityDimension.TokensPerDay, Now) <= 0);
        }

        _time.Advance(TimeSpan.FromHours(12));

        Assert.Equal(1_000, quota.Level(CapacityDimension.TokensPerDay, Now), 9);
    }

    [Fact]
    public void WaitFor_ASpentDay_EndsAtMidnight()
    {
        Quota quota = Daily(new() { RequestsPerDay = 1 });
        Assert.True(Takes(quota));
        Assert.Equal(TimeSpan.FromHours(12).Ticks, quota.WaitFor(Quotas.Tokens(0), Now));
    }

    [Fact]
    public void WaitFor_AMachineThatSlept_GoesByTheTimeOfDay()
    {
        Quota quota = Daily(new() { RequestsPerDay = 1 });
        Assert.True(Takes(quota));

        // Noon, ten hours asleep, a minute awake: an hour and 59 minutes to midnight.
        _time.Sleep(TimeSpan.FromHours(10));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new TimeSpan(1, 59, 0).Ticks, quota.WaitFor(Quotas.Tokens(0), Now));

        // And asleep over midnight.
        _time.Sleep(TimeSpan.FromHours(9));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Takes(quota));
    }

    [Fact]
    public void TryLease_ManyTimes_LooksAtTheTimeOfDayOnceAMinute()
    {
        Quota quota = Daily(new() { RequestsPerDay = 1_000 });
        Assert.True(Takes(quota));
        int before = _time.Looks;

        for (int i = 0; i < 100; i++)
        {
            Assert.True(Takes(quota));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _time.Looks - before);
    }

    [Fact]
    public void Reconfigure_ARaisedLimit_KeepsWhatWasUsed()
    {
        Quota quota = Daily(new() { TokensPerDay = 1_000 });
        Assert.True(quota.TryLease(Quotas.Tokens(600), Now, out _));

        quota.Reconfigure(new() { TokensPerDay = 5_000, DailyReset = LimitReset.Calendar }, Now);

        Assert.Equal(4_400, quota.Level(CapacityDimension.TokensPerDay, Now), 6);
    }

    [Fact]
    public void Reconfigure_ToTheCalendar_KeepsTheLevel()
    {
        Quota quota = Quotas.Of(new() { TokensPerDay = 1_000 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(600), Now, out _));

        quota.Reconfigure(new() { TokensPerDay = 1_000, DailyReset = LimitReset.Calendar }, Now);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(400, quota.Level(CapacityDimension.TokensPerDay, Now), 6);
    }

    [Fact]
    public void Cost_MillionsOfSmallOnes_AddUpToTheLastDigit()
    {
        // 100 of a currency are 10^11 billionths: a million times 12 345 of them leave 87 655 000 000.
        Quota quota = Quotas.Of(new() { CostPerDay = 100 }, _time);
        CapacityUnits small = CapacityUnits.None with { Cost = 12_345 };
        for (int i = 0; i < 1_000_000; i++)
            quota.Settle(CapacityUnits.None, small, Now, Now);

        Assert.Equal(87_655_000_000, quota.Level(CapacityDimension.CostPerDay, Now));
    }

    [Fact]
    public void CanEverPass_ACostAboveTheBudget_IsFalse()
    {
        Quota quota = Quotas.Of(new() { CostPerMonth = 0.001m }, _time);

        Assert.True(quota.CanEverPass(Quotas.Tokens(1) with { Cost = 1_000_000 }));
        Assert.False(quota.CanEverPass(Quotas.Tokens(1) with { Cost = 1_000_001 }));
    }

    [Fact]
    public void Learn_WhatIsLeftOfACalendarDay_MovesTheLevelThere()
    {
        Quota quota = Daily(new() { RequestsPerDay = 100 });
        Assert.True(Takes(quota));
        QuotaMark mark = quota.Mark(Now);
        _time.Advance(TimeSpan.FromHours(1));

        quota.Learn([new LimitReading(CapacityDimension.RequestsPerDay, 100, 40, IsWhole: false)], mark, HeaderLimitUse.Tighten, Now);

        Assert.Equal(40, quota.Level(CapacityDimension.RequestsPerDay, Now), 6);
    }

    private static bool Takes(Quota quota) => quota.TryLease(CapacityUnits.RequestOnly, quota.Clock.Now, out _);

    private Quota Daily(CapacityLimits limits) => Quotas.Of(limits with { DailyReset = LimitReset.Calendar }, _time);
}
