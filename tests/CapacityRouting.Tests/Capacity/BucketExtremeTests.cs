using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>The largest limits, units and windows: nothing may overflow into capacity.</summary>
public sealed class BucketExtremeTests
{
    private const long Second = TestBucket.Second;

    [Fact]
    public void Settle_DebtsBeyondAWord_NeverTurnIntoCredit()
    {
        TestBucket bucket = new(limit: 1);
        for (int i = 0; i < 20; i++)
            bucket.Bucket.Settle(1, long.MaxValue, start: 0, now: i);

        Assert.True(bucket.Bucket.Level(20) < 0);
        Assert.False(bucket.Bucket.TryTake(1, 20));
        Assert.InRange(bucket.Bucket.WaitFor(1, 20), 600 * Second, 660 * Second);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(1L << 61)]
    public void TryTake_TheLargestLimits_CountExactlyEnough(long limit)
    {
        TestBucket bucket = new(limit);

        Assert.True(bucket.Bucket.TryTake(bucket.Limit.Burst, 0));
        Assert.False(bucket.Bucket.TryTake(bucket.Limit.Burst / 1_000, 0));
        Assert.True(bucket.Bucket.TryTake(bucket.Limit.Burst / 1_000, Second));
    }

    [Fact]
    public void TryTake_HugeUnitsOfASmallLimit_LeavesADebtOfAllTime()
    {
        TestBucket bucket = new(limit: 1);

        Assert.True(bucket.Bucket.TryTake(long.MaxValue, 0));
        Assert.False(bucket.Bucket.TryTake(1, 1_000_000L * TimeSpan.TicksPerDay));
    }

    [Fact]
    public void TryTake_ADayWindow_FlowsBackOverTheDay()
    {
        TestBucket bucket = new(limit: 24, dimension: CapacityDimension.RequestsPerDay);
        Assert.True(bucket.Bucket.TryTake(24, 0));

        Assert.Equal(TimeSpan.TicksPerHour, bucket.Bucket.WaitFor(1, 0));
        Assert.Equal(12, bucket.Bucket.Level(TimeSpan.TicksPerHour * 12));
        Assert.Equal(24, bucket.Bucket.Level(TimeSpan.TicksPerDay));
    }
}
