using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

public sealed class QuotaTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private readonly ManualTime _time = new();

    private long Now => _time.GetTimestamp();

    [Fact]
    public void TryLease_NoLimits_AlwaysGrants()
    {
        Quota quota = Quotas.Of(new(), _time);

        Assert.Empty(quota.Limits);
        Assert.True(quota.TryLease(Quotas.Tokens(long.MaxValue), Now, out Lease lease));
        Assert.Equal(0, quota.WaitFor(Quotas.Tokens(long.MaxValue), Now));
        lease.Abandoned(Now);
        Assert.Equal(0, quota.Slots.InFlight);
    }

    [Theory]
    [InlineData(CapacityDimension.RequestsPerMinute)]
    [InlineData(CapacityDimension.InputTokensPerMinute)]
    [InlineData(CapacityDimension.OutputTokensPerMinute)]
    [InlineData(CapacityDimension.TokensPerMinute)]
    [InlineData(CapacityDimension.RequestsPerHour)]
    [InlineData(CapacityDimension.TokensPerHour)]
    [InlineData(CapacityDimension.RequestsPerDay)]
    [InlineData(CapacityDimension.TokensPerDay)]
    public void TryLease_OneDimensionRefuses_TakesFromNone(CapacityDimension refusing)
    {
        Quota quota = Quotas.Of(WithRoomFor(refusing, 1), _time);
        Assert.True(quota.TryLease(CapacityUnits.OneRequest(1, 1), Now, out _));
        double[] before = Levels(quota);

        Assert.False(quota.TryLease(CapacityUnits.OneRequest(1, 1), Now, out Lease refused));

        Assert.Equal(before, Levels(quota));
        Assert.Equal(1, quota.Slots.InFlight);
        Assert.False(refused.IsHeld);
    }

    [Fact]
    public void TryLease_EachDimension_CountsWhatItCounts()
    {
        Quota quota = Quotas.Of(WithRoomFor(CapacityDimension.TokensPerDay, 300_000), _time);
        CapacityUnits units = CapacityUnits.OneRequest(20, 300);
        Assert.True(quota.TryLease(units, Now, out Lease lease));

        Assert.Equal(8, quota.Limits.Length);
        Assert.All(quota.Limits, limit => Assert.Equal(limit.Burst - units.CountedIn(limit.Dimension), quota.Level(limit, Now), 6));

        lease.Used(CapacityUnits.RequestOnly, Now);
        Assert.All(quota.Limits, limit => Assert.Equal(limit.Burst - CapacityUnits.RequestOnly.CountedIn(limit.Dimension), quota.Level(limit, Now), 6));
    }

    [Fact]
    public void TryLease_NoSlotFree_TakesFromNoBucket()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60, MaxConcurrentRequests = 1 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out _));

        Assert.False(quota.TryLease(Quotas.Tokens(1), Now, out _));

        Assert.Equal(9, quota.Level(CapacityDimension.RequestsPerMinute, Now));
        Assert.Equal(1, quota.Slots.InFlight);
    }

    [Fact]
    public void TryLease_NoRoom_LeavesTheSlot()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 6, MaxConcurrentRequests = 1 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out Lease first));
        first.Used(Quotas.Tokens(1), Now);

        Assert.False(quota.TryLease(Quotas.Tokens(1), Now, out _));

        Assert.Equal(0, quota.Slots.InFlight);
    }

    [Fact]
    public void TryLease_WithAReserve_LeavesItInEveryBucket()
    {
        // 100 tokens at once, 10 of them kept back.
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);

        Assert.True(quota.TryLease(Quotas.Tokens(30), Now, out _));

        Assert.False(quota.TryLease(Quotas.Tokens(61), Now, out _, reserve: 0.1));
        Assert.True(quota.TryLease(Quotas.Tokens(60), Now, out _, reserve: 0.1));
        Assert.False(quota.TryLease(Quotas.Tokens(1), Now, out _, reserve: 0.1));
        Assert.True(quota.TryLease(Quotas.Tokens(10), Now, out _));
    }

    [Fact]
    public void WaitFor_WithAReserveAndOthersAhead_IsTheTimeInWhichAllOfItFlowsBack()
    {
        // 100 tokens at once, 10 a second; all are gone: 20 + 10 of the reserve after 3 s, and those ahead 4 s.
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(100), Now, out _));

        Assert.Equal(3 * Second, quota.WaitFor(Quotas.Tokens(20), Now, reserve: 0.1));
        Assert.Equal(7 * Second, quota.WaitFor(Quotas.Tokens(20), Now, reserve: 0.1, Quotas.Tokens(40)));
    }

    [Fact]
    public void WaitFor_OthersAheadOfAFullBucket_CountsThemFromNow()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, quota.WaitFor(Quotas.Tokens(20), Now, ahead: Quotas.Tokens(80)));
        Assert.Equal(1 * Second, quota.WaitFor(Quotas.Tokens(20), Now, ahead: Quotas.Tokens(90)));
    }

    [Fact]
    public void LeftShare_OfSeveralBuckets_IsThatOfTheEmptiest()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60, TokensPerMinute = 600 }, _time);
        Assert.Equal(1, quota.LeftShare(Now));

        Assert.True(quota.TryLease(Quotas.Tokens(70), Now, out _));

        Assert.Equal(0.3, quota.LeftShare(Now), 6);
    }

    [Fact]
    public void WaitFor_SeveralDimensions_IsTheLongest()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60, InputTokensPerMinute = 600 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(100), Now, out _));

        Assert.Equal(0, quota.WaitFor(Quotas.Tokens(0), Now));
        Assert.Equal(3 * Second, quota.WaitFor(Quotas.Tokens(30), Now));
        Assert.True(quota.TryLease(Quotas.Tokens(30), Now + (3 * Second), out _));
    }

    [Theory]
    [InlineData(1_000, 0, true)]
    [InlineData(1_001, 0, false)]
    [InlineData(400, 600, true)]
    [InlineData(400, 601, false)]
    public void CanEverPass_AgainstTheWholeLimit_Holds(long input, long output, bool can)
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60, TokensPerMinute = 1_000 }, _time);

        Assert.Equal(can, quota.CanEverPass(CapacityUnits.OneRequest(input, output)));
    }

    [Fact]
    public void TryLease_DayAndMinute_BothCount()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 6_000, RequestsPerDay = 3 }, _time);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out Lease _)));

        Assert.False(quota.TryLease(Quotas.Tokens(1), Now, out _));
        Assert.Equal(8 * TimeSpan.TicksPerHour, quota.WaitFor(Quotas.Tokens(1), Now));
        Assert.Equal(997, quota.Level(CapacityDimension.RequestsPerMinute, Now));
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now + (8 * TimeSpan.TicksPerHour), out _));
    }

    [Fact]
    public void TryLease_AnHour_HoldsTheWholeHourAndFlowsBackInIt()
    {
        Quota quota = Quotas.Of(new() { RequestsPerHour = 3, TokensPerHour = 3_600 }, _time);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(quota.TryLease(Quotas.Tokens(1_200), Now, out Lease _)));

        Assert.False(quota.TryLease(Quotas.Tokens(0), Now, out _));
        Assert.Equal(20 * TimeSpan.TicksPerMinute, quota.WaitFor(Quotas.Tokens(0), Now));
        Assert.Equal(30 * TimeSpan.TicksPerMinute, quota.WaitFor(Quotas.Tokens(1_800), Now));
    }

    [Fact]
    public void TryLease_AndSettle_AllocateNothing()
    {
        Quota quota = Quotas.Of(WithRoomFor(CapacityDimension.TokensPerDay, 1_000_000), _time);
        LeaseAndSettle(quota, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();

        LeaseAndSettle(quota, 10_000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void TryLease_RandomDemandsOverAllDimensions_TakesAllOrNothing() =>
        Properties.Check(
            from demands in Gen.Choose(0, 60).Zip(Gen.Choose(0, 60)).ArrayOf(30)
            select demands,
            demands =>
            {
                Quota quota = Quotas.Of(WithRoomFor(CapacityDimension.RequestsPerDay, 12), _time);
                CapacityUnits sum = default;
                foreach ((int input, int output) in demands)
                    if (quota.TryLease(CapacityUnits.OneRequest(input, output), Now, out Lease _))
                        sum = new(sum.Requests + 1, sum.InputTokens + input, sum.OutputTokens + output, surcharge: 0);
                foreach (RateLimit limit in quota.Limits)
                    Assert.Equal(limit.Burst - sum.CountedIn(limit.Dimension), quota.Level(limit, Now), 6);
            });

    /// <summary>Every dimension limited; all but one have plenty.</summary>
    private static CapacityLimits WithRoomFor(CapacityDimension scarce, long units)
    {
        long Of(CapacityDimension dimension) => dimension == scarce
            ? dimension switch
            {
                CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay => units,
                CapacityDimension.TokensPerHour or CapacityDimension.TokensPerDay => 2 * units,
                CapacityDimension.TokensPerMinute => 12 * units,
                _ => 6 * units,
            }
            : 600_000;
        return new()
        {
            RequestsPerMinute = Of(CapacityDimension.RequestsPerMinute),
            InputTokensPerMinute = Of(CapacityDimension.InputTokensPerMinute),
            OutputTokensPerMinute = Of(CapacityDimension.OutputTokensPerMinute),
            TokensPerMinute = Of(CapacityDimension.TokensPerMinute),
            RequestsPerHour = Of(CapacityDimension.RequestsPerHour),
            TokensPerHour = Of(CapacityDimension.TokensPerHour),
            RequestsPerDay = Of(CapacityDimension.RequestsPerDay),
            TokensPerDay = Of(CapacityDimension.TokensPerDay),
        };
    }

    private void LeaseAndSettle(Quota quota, int times)
    {
        long now = Now;
        for (int i = 0; i < times; i++)
            if (quota.TryLease(CapacityUnits.OneRequest(10, 10), now, out Lease lease))
                lease.Abandoned(now);
    }

    private double[] Levels(Quota quota) => [.. quota.Limits.Select(limit => quota.Level(limit, Now))];
}
