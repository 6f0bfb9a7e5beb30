using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity.Buckets;

/// <summary>Unless a test says otherwise: ten units at once, one more a second.</summary>
public sealed class BucketTests
{
    private const long Second = TestBucket.Second;

    [Fact]
    public void Level_NothingTaken_IsTheBurst() => Assert.Equal(10, new TestBucket().Bucket.Level(0));

    [Theory]
    [InlineData(4, 0, 6)]
    [InlineData(4, 1, 7)]
    [InlineData(4, 4, 10)]
    [InlineData(4, 1_000, 10)]
    [InlineData(10, 0, 0)]
    [InlineData(25, 5, -10)]
    public void Level_SomeSecondsAfterATake_IsBurstLessWhatHasNotFlownBack(long units, long seconds, double level)
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(units, 0));

        Assert.Equal(level, bucket.Bucket.Level(seconds * Second));
    }

    [Fact]
    public void TryTake_UntilEmpty_AdmitsTheBurstAndNoMore()
    {
        TestBucket bucket = new();

        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => bucket.Bucket.TryTake(1, 0)));
        Assert.Equal(0, bucket.Bucket.Level(0));
    }

    [Fact]
    public void TryTake_Refused_ChangesNothing()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(8, 0));

        Assert.False(bucket.Bucket.TryTake(3, 0));
        Assert.Equal(2, bucket.Bucket.Level(0));
        Assert.True(bucket.Bucket.TryTake(2, 0));
    }

    [Fact]
    public void WaitFor_AnyHistory_IsTheFirstTickAtWhichTheUnitsCanBeHad() =>
        Properties.Check(
            from limit in Properties.AnySize(1L << 40)
            from before in Gen.Choose(0, 200).Zip(Gen.Choose(0, 20)).ArrayOf()
            from share in Gen.Choose(1, 200)
            select (limit, before, share),
            some =>
            {
                TestBucket bucket = new(some.limit);
                long now = 0;
                foreach ((int percent, int seconds) in some.before)
                {
                    now += seconds * Second;
                    bucket.Bucket.TryTake(Part(percent), now);
                }

                long units = Part(some.share);
                long wait = bucket.Bucket.WaitFor(units, now);
                Assert.Equal(0, wait == 0 ? bucket.Bucket.WaitFor(units, now) : bucket.Bucket.WaitFor(units, now + wait));
                Assert.False(wait > 0 && bucket.Bucket.TryTake(units, now + wait - 1), "It could be had a tick earlier.");
                Assert.True(bucket.Bucket.TryTake(units, now + wait), "It could not be had when the wait was over.");

                long Part(int percent) => Math.Max(1, (long)((Int128)bucket.Limit.Burst * percent / 100));
            });

    [Fact]
    public void TryTake_MoreThanTheBurst_PassesOnlyWhenFullAndLeavesADebt()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(1, 0));

        Assert.Equal(Second, bucket.Bucket.WaitFor(30, 0));
        Assert.False(bucket.Bucket.TryTake(30, Second - 1));
        Assert.True(bucket.Bucket.TryTake(30, Second));
        Assert.Equal(-20, bucket.Bucket.Level(Second));
        Assert.Equal(21 * Second, bucket.Bucket.WaitFor(1, Second));
    }

    [Fact]
    public void Settle_MoreThanTaken_ChargesTheDifferenceIntoADebtThatIsCarried()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(5, 0));

        bucket.Bucket.Settle(5, 40, start: 0, now: 0);

        Assert.Equal(-30, bucket.Bucket.Level(0));
        Assert.Equal(-1, bucket.Bucket.Level(29 * Second));
        Assert.False(bucket.Bucket.TryTake(1, (31 * Second) - 1));
        Assert.True(bucket.Bucket.TryTake(1, 31 * Second));
    }

    [Fact]
    public void Settle_MoreThanTakenLongAfter_ChargesInFullFromNow()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(5, 0));

        bucket.Bucket.Settle(5, 9, start: 0, now: 100 * Second);

        Assert.Equal(6, bucket.Bucket.Level(100 * Second));
    }

    [Fact]
    public void Settle_LessThanTaken_GivesTheDifferenceBack()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(8, 0));

        bucket.Bucket.Settle(8, 3, start: 0, now: Second);

        Assert.Equal(8, bucket.Bucket.Level(Second));
    }

    [Fact]
    public void Settle_WhatWasTaken_ChangesNothing()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(8, 0));

        bucket.Bucket.Settle(8, 8, start: 0, now: 5 * Second);

        Assert.Equal(7, bucket.Bucket.Level(5 * Second));
    }

    [Fact]
    public void Settle_LessThanTakenAfterTheBucketWasFoundFull_GivesNothingBack()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(8, 0));
        Assert.True(bucket.Bucket.TryTake(10, 20 * Second));

        bucket.Bucket.Settle(8, 0, start: 0, now: 20 * Second);

        Assert.Equal(0, bucket.Bucket.Level(20 * Second));
    }

    [Fact]
    public void Settle_LessThanTakenByTheOneThatFoundItFull_GivesTheDifferenceBack()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(1, 0));
        Assert.True(bucket.Bucket.TryTake(10, 20 * Second));

        bucket.Bucket.Settle(10, 4, start: 20 * Second, now: 21 * Second);

        Assert.Equal(7, bucket.Bucket.Level(21 * Second));
    }

    [Fact]
    public void Settle_LessThanTakenWhenFull_NeverRisesAboveTheBurst()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(8, 0));

        bucket.Bucket.Settle(8, 0, start: 0, now: 1_000 * Second);

        Assert.Equal(10, bucket.Bucket.Level(1_000 * Second));
        Assert.True(bucket.Bucket.TryTake(10, 1_000 * Second));
        Assert.False(bucket.Bucket.TryTake(1, 1_000 * Second));
    }

    [Fact]
    public void Settle_AnyOrder_EndsAtTheSameLevel() =>
        Properties.Check(
            from used in Gen.Choose(0, 60).ArrayOf(8)
            from order in Gen.Shuffle(Enumerable.Range(0, 8))
            select (used, order),
            some =>
            {
                TestBucket inOrder = Settled(some.used, Enumerable.Range(0, 8));
                TestBucket shuffled = Settled(some.used, some.order);
                Assert.Equal(60 - some.used.Sum(), inOrder.Bucket.Level(0), 9);
                Assert.Equal(inOrder.Bucket.Level(0), shuffled.Bucket.Level(0));
            });

    [Fact]
    public void TryTake_BookedAhead_IsTakenAsOfTheStart()
    {
        TestBucket bucket = new();
        Assert.True(bucket.Bucket.TryTake(10, 0));

        Assert.True(bucket.Bucket.TryTake(4, 4 * Second));

        Assert.Equal(-4, bucket.Bucket.Level(0));
        Assert.Equal(0, bucket.Bucket.Level(4 * Second));
        Assert.Equal(6 * Second, bucket.Bucket.WaitFor(2, 0));
    }

    [Fact]
    public void KeepLevel_AnotherLimit_KeepsTheUnitsAndOfADebtTenTimesTheLimit() =>
        Properties.Check(
            from before in Gen.Choose(6, 1_000_000)
            from after in Gen.Choose(6, 1_000_000)
            from share in Gen.Choose(0, 150)
            select (before, after, share),
            some =>
            {
                TestBucket old = new(some.before);
                old.Bucket.TryTake(old.Limit.Burst * some.share / 100, 0);
                double level = old.Bucket.Level(0);
                TestBucket changed = new(some.after);
                changed.Bucket.KeepLevel(level, 0);
                Assert.Equal(Math.Clamp(level, -10 * changed.Limit.Limit, changed.Limit.Burst), changed.Bucket.Level(0), some.after / (double)TimeSpan.TicksPerMinute * 2);
            });

    [Fact]
    public void Settle_ReportsBeyondReason_LeaveADebtOfTenMinutes()
    {
        TestBucket bucket = new(limit: 60, burst: TimeSpan.FromMinutes(1));
        for (int call = 0; call < 1_000; call++)
            bucket.Bucket.Settle(taken: 0, used: 60, start: 0, now: 0);

        Assert.Equal(-600, bucket.Bucket.Level(0));
        Assert.True(bucket.Bucket.TryTake(1, 601 * Second));
    }

    private static TestBucket Settled(int[] used, IEnumerable<int> order)
    {
        TestBucket bucket = new(limit: 60, burst: TimeSpan.FromMinutes(1));
        Assert.All(used, _ => Assert.True(bucket.Bucket.TryTake(7, 0)));
        foreach (int i in order)
            bucket.Bucket.Settle(7, used[i], start: 0, now: 0);
        return bucket;
    }
}
