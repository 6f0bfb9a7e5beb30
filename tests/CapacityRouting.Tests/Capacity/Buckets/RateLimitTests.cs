using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity.Buckets;

public sealed class RateLimitTests
{
    [Fact]
    public void CostOf_AnyUnitsAndLimit_IsTheLeastWholeTicksThatPayForThem() =>
        Properties.Check(
            from limit in Properties.AnySize(long.MaxValue)
            from units in Properties.AnySize(long.MaxValue)
            select (limit, units),
            some =>
            {
                RateLimit limit = TestBucket.LimitOf(some.limit);
                Int128 owed = (Int128)some.units * limit.WindowTicks;
                Int128 cost = limit.CostOf(some.units);
                if (cost == Clock.Never)
                    Assert.True(owed > (Int128)some.limit * (Clock.Never - 1));
                else
                    Assert.True(cost * some.limit >= owed && (cost - 1) * some.limit < owed, $"{cost} ticks");
            });

    [Fact]
    public void CostOf_ARequestInParts_IsNeverCheaper() =>
        Properties.Check(
            from limit in Properties.AnySize(long.MaxValue)
            from one in Properties.AnySize(1L << 40)
            from other in Properties.AnySize(1L << 40)
            select (limit, one, other),
            some =>
            {
                RateLimit limit = TestBucket.LimitOf(some.limit);
                Assert.True(limit.CostOf(some.one) + limit.CostOf(some.other) >= limit.CostOf(some.one + some.other));
            });

    [Fact]
    public void CostOf_Nothing_IsNothing() => Assert.Equal(0, TestBucket.LimitOf(7).CostOf(0));

    [Fact]
    public void CostOf_MoreThanAWordOfTicks_IsNever() => Assert.Equal(Clock.Never, TestBucket.LimitOf(1).CostOf(long.MaxValue));

    [Fact]
    public void CostOf_TheWholeLimit_IsTheWindow() =>
        Properties.Check(Properties.AnySize(long.MaxValue), limit => Assert.Equal(TimeSpan.TicksPerMinute, TestBucket.LimitOf(limit).CostOf(limit)));

    [Fact]
    public void UnitsIn_TheCostOfUnits_IsThoseUnits() =>
        Properties.Check(
            from limit in Properties.AnySize(100_000_000)
            from units in Properties.AnySize(100_000_000)
            select (limit, units),
            some =>
            {
                RateLimit limit = TestBucket.LimitOf(some.limit);
                double back = limit.UnitsIn(limit.CostOf(some.units));
                Assert.InRange(back, some.units * (1 - 1e-12), some.units + 1);
            });

    [Theory]
    [InlineData(60, 10)]
    [InlineData(61, 10)]
    [InlineData(5, 1)]
    [InlineData(1, 1)]
    [InlineData(long.MaxValue, long.MaxValue / 6)]
    public void Burst_NotSet_IsASixthOfTheLimitAndAtLeastOne(long limit, long burst) => Assert.Equal(burst, TestBucket.LimitOf(limit).Burst);

    [Theory]
    [InlineData(60, 60, 60)]
    [InlineData(60, 1, 1)]
    [InlineData(90, 1, 1)]
    [InlineData(1_000_000, 30, 500_000)]
    public void Burst_Set_IsWhatFlowsBackInThatTime(long limit, int seconds, long burst) =>
        Assert.Equal(burst, TestBucket.LimitOf(limit, TimeSpan.FromSeconds(seconds)).Burst);

    [Theory]
    [InlineData(CapacityDimension.RequestsPerMinute, 50)]
    [InlineData(CapacityDimension.InputTokensPerMinute, 300)]
    [InlineData(CapacityDimension.OutputTokensPerMinute, 300)]
    [InlineData(CapacityDimension.TokensPerMinute, 300)]
    [InlineData(CapacityDimension.TokensPerHour, 600)]
    public void Burst_ByDefaults_IsThatOfTheKindOfUnit(CapacityDimension dimension, long burst)
    {
        BurstDefaults bursts = new(Requests: TimeSpan.FromSeconds(5), Tokens: TimeSpan.FromSeconds(30));

        Assert.Equal(burst, RateLimit.Of(dimension, new(600), bursts, TestBucket.Clock)!.Burst);
    }

    [Theory]
    [InlineData(CapacityDimension.RequestsPerHour, TimeSpan.TicksPerHour)]
    [InlineData(CapacityDimension.TokensPerHour, TimeSpan.TicksPerHour)]
    [InlineData(CapacityDimension.RequestsPerDay, TimeSpan.TicksPerDay)]
    [InlineData(CapacityDimension.TokensPerDay, TimeSpan.TicksPerDay)]
    public void Of_LongerThanAMinute_HoldsAllOfItWhateverTheBurst(CapacityDimension dimension, long window)
    {
        RateLimit limit = TestBucket.LimitOf(1_000, TimeSpan.FromSeconds(1), dimension);

        Assert.Equal(1_000, limit.Burst);
        Assert.Equal(window, limit.WindowTicks);
        Assert.Equal(window, limit.ToleranceTicks);
    }

    [Fact]
    public void Of_NoTerms_IsNoLimit() =>
        Assert.Null(RateLimit.Of(CapacityDimension.TokensPerMinute, LimitTerms.None, BurstDefaults.Unknown, TestBucket.Clock));

    [Theory]
    [InlineData(60, 60, 60L, true, true)]
    [InlineData(60, 60, 60L, false, false)]
    [InlineData(60, 10, 60L, true, false)]
    [InlineData(60, 60, 600L, true, false)]
    [InlineData(60, 60, null, true, false)]
    public void Mirrors_AReading_WhenItSpeaksOfABucketLikeThisOne(long limit, int burst, long? stated, bool whole, bool mirrors) =>
        Assert.Equal(mirrors, TestBucket.LimitOf(limit, TimeSpan.FromSeconds(burst)).Mirrors(new(CapacityDimension.TokensPerMinute, stated, 30, whole)));
}
