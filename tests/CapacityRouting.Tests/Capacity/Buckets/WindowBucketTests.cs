using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity.Buckets;

/// <summary>Unless a test says otherwise: sixty units in any minute, counted in parts of a second. What is taken in a second is back 61 s after its start.</summary>
public sealed class WindowBucketTests
{
    private const long Second = TestBucket.Second;

    private static TestBucket Sixty => new(TestBucket.WindowOf(60, TimeSpan.FromMinutes(1)));

    /// <summary>Six hundred a minute, ten in any second: parts of a sixtieth, 166,667 ticks each.</summary>
    private static TestBucket TenInASecond => new(TestBucket.WindowOf(600, TimeSpan.FromSeconds(1)));

    [Theory]
    [InlineData(0, 60)]
    [InlineData(40, 20)]
    [InlineData(60, 0)]
    public void Level_SomethingTaken_IsTheRest(long units, double level)
    {
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(units, 0));

        Assert.Equal(level, bucket.Bucket.Level(30 * Second));
    }

    [Fact]
    public void TryTake_WithinTheWindow_AdmitsTheLimitAndNoMore()
    {
        TestBucket bucket = Sixty;

        Assert.Equal(60, Enumerable.Range(0, 120).Count(i => bucket.Bucket.TryTake(1, i * Second / 2)));
    }

    [Theory]
    [InlineData(0, 61)]
    [InlineData(0.999, 61)]
    [InlineData(1, 62)]
    [InlineData(59.5, 120)]
    public void WaitFor_AllTaken_EndsAWindowAfterThePartInWhichItWas(double takenAt, double backAt)
    {
        TestBucket bucket = Sixty;
        long taken = (long)(takenAt * Second);
        Assert.True(bucket.Bucket.TryTake(60, taken));

        long back = taken + bucket.Bucket.WaitFor(1, taken);

        Assert.Equal((long)(backAt * Second), back);
        Assert.False(bucket.Bucket.TryTake(1, back - 1));
        Assert.True(bucket.Bucket.TryTake(60, back));
    }

    [Fact]
    public void WaitFor_SeveralTaken_EndsWhenEnoughHasLeft()
    {
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(20, 0));
        Assert.True(bucket.Bucket.TryTake(25, 10 * Second));
        Assert.True(bucket.Bucket.TryTake(15, 20 * Second));

        Assert.Equal((61 - 30) * Second, bucket.Bucket.WaitFor(20, 30 * Second));
        Assert.Equal((71 - 30) * Second, bucket.Bucket.WaitFor(21, 30 * Second));
        Assert.Equal((81 - 30) * Second, bucket.Bucket.WaitFor(46, 30 * Second));
    }

    [Fact]
    public void WaitFor_ATimeToCome_ForgetsNothingForThePresent()
    {
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(60, 0));

        Assert.Equal(0, bucket.Bucket.WaitFor(60, 100 * Second));
        Assert.Equal(60, bucket.Bucket.Level(100 * Second));
        Assert.False(bucket.Bucket.TryTake(1, Second));
    }

    [Fact]
    public void TryTake_WithAReserve_LeavesIt()
    {
        TestBucket bucket = Sixty;

        Assert.False(bucket.Bucket.TryTake(46, 0, reserve: 0.25) && bucket.Bucket.TryTake(1, 0, reserve: 0.25));
        Assert.Equal(14, bucket.Bucket.Level(0));
        Assert.Equal(61 * Second, bucket.Bucket.WaitFor(1, 0, reserve: 0.25));
        Assert.Equal(0, bucket.Bucket.WaitFor(14, 0));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.02, 96)]
    [InlineData(0.04, 96)]
    [InlineData(0.25, 75)]
    public void TryTake_OfAShareWithAReserve_LeavesAtLeastATwentyFifth(double reserve, long most)
    {
        // 6,000 a minute are 100 in any second.
        RateLimit limit = TestBucket.WindowOf(6_000, TimeSpan.FromSeconds(1));
        TestBucket bucket = new(limit);
        Assert.True(bucket.Bucket.TryTake(1, 0, reserve));

        Assert.False(bucket.Bucket.TryTake(most, 0, reserve));
        Assert.Equal(61 * 166_667, bucket.Bucket.WaitFor(most, 0, reserve));
        Assert.True(bucket.Bucket.TryTake(most - 1, 0, reserve));
    }

    [Fact]
    public void TryTake_OutputOfAShare_AsksForRoomForOneAndCountsAll()
    {
        // 600 a minute are ten in any second: 9 and 6 pass, and the five that are too many are a debt of the next second's.
        TestBucket bucket = new(TestBucket.WindowOf(600, TimeSpan.FromSeconds(1), CapacityDimension.OutputTokensPerMinute));
        Assert.True(bucket.Bucket.TryTake(9, 0));
        Assert.Equal(0, bucket.Bucket.WaitFor(6, 0));
        Assert.True(bucket.Bucket.TryTake(6, 0));

        Assert.Equal(10 - 15, bucket.Bucket.Level(0));
        Assert.False(bucket.Bucket.TryTake(1, 0));
        Assert.Equal(61 * 166_667, bucket.Bucket.WaitFor(6, 0));
        Assert.Equal(10 - 5, bucket.Bucket.Level(61 * 166_667));
    }

    [Fact]
    public void WaitFor_OutputOfAShareWithOthersAhead_CountsAllOfTheirs()
    {
        // Of ten, those ahead take 9 and the tenth is enough; with 10 ahead it is a window later, whatever it asks for.
        TestBucket bucket = new(TestBucket.WindowOf(600, TimeSpan.FromSeconds(1), CapacityDimension.OutputTokensPerMinute));

        Assert.Equal(0, bucket.Bucket.WaitFor(6, 0, reserve: 0, ahead: 9));
        Assert.Equal(10_000_000, bucket.Bucket.WaitFor(6, 0, reserve: 0, ahead: 10));
    }

    [Fact]
    public void TryTake_OutputOfAWholeLimit_AsksForRoomForAllOfIt()
    {
        TestBucket bucket = new(TestBucket.WindowOf(60, TimeSpan.FromMinutes(1), CapacityDimension.OutputTokensPerMinute));
        Assert.True(bucket.Bucket.TryTake(50, 0));

        Assert.False(bucket.Bucket.TryTake(11, 0));
        Assert.True(bucket.Bucket.TryTake(10, 0));
    }

    [Fact]
    public void TryTake_MoreThanTheShare_PassesWhenNothingIsCountedAndWindowsPay()
    {
        TestBucket bucket = TenInASecond;
        Assert.True(bucket.Bucket.TryTake(1, 0));
        Assert.False(bucket.Bucket.TryTake(25, Second));
        long start = bucket.Bucket.WaitFor(25, 0);

        Assert.True(bucket.Bucket.TryTake(25, start));

        // Ten are paid 61 parts on, ten more after another 61, and five after the last.
        long round = 61 * 166_667;
        Assert.Equal(round, start);
        Assert.Equal(10 - 25, bucket.Bucket.Level(start));
        Assert.Equal(10 - 15, bucket.Bucket.Level(start + round));
        Assert.Equal(10 - 5, bucket.Bucket.Level(start + (2 * round)));
        Assert.Equal(10, bucket.Bucket.Level(start + (3 * round)));
        Assert.Equal(2 * round, bucket.Bucket.WaitFor(5, start));
        Assert.Equal(3 * round, bucket.Bucket.WaitFor(6, start));
        Assert.False(bucket.Bucket.TryTake(5, start + (2 * round) - 1));
        Assert.True(bucket.Bucket.TryTake(5, start + (2 * round)));
    }

    [Fact]
    public void WaitFor_ADeepDebt_IsKnownAtOnce()
    {
        TestBucket bucket = TenInASecond;
        bucket.Bucket.Settle(0, 10_000_000, start: 0, now: 0);
        bucket.Bucket.Settle(0, 5, start: 0, now: Second / 2);

        // A million rounds of 61 parts.
        Assert.Equal(1_000_000L * 61 * 166_667, bucket.Bucket.WaitFor(10, 0));
    }

    [Fact]
    public void Settle_MoreThanTheWholeLimit_IsForgottenWithItsWindow()
    {
        TestBucket bucket = Sixty;
        bucket.Bucket.Settle(0, 150, start: 0, now: 0);

        Assert.Equal(60 - 150, bucket.Bucket.Level(60 * Second));
        Assert.Equal(60, bucket.Bucket.Level(61 * Second));
    }

    [Fact]
    public void Settle_MoreThanTaken_CountsTheDifferenceAsOfNow()
    {
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(20, 0));

        bucket.Bucket.Settle(20, 50, start: 0, now: 40 * Second);

        Assert.Equal(60 - 50, bucket.Bucket.Level(40 * Second));
        Assert.Equal(60 - 30, bucket.Bucket.Level(61 * Second));
        Assert.Equal(60, bucket.Bucket.Level(101 * Second));
    }

    [Fact]
    public void Settle_LessThanTaken_GivesBackWhereItWasTaken()
    {
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(30, 0));
        Assert.True(bucket.Bucket.TryTake(20, 10 * Second));

        bucket.Bucket.Settle(30, 5, start: 0, now: 20 * Second);

        Assert.Equal(60 - 25, bucket.Bucket.Level(20 * Second));
        Assert.Equal(60 - 20, bucket.Bucket.Level(61 * Second));
    }

    [Fact]
    public void Settle_LessThanTakenAfterItHasLeft_GivesNothingBack()
    {
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(30, 0));
        Assert.True(bucket.Bucket.TryTake(60, 61 * Second));

        bucket.Bucket.Settle(30, 0, start: 0, now: 61 * Second);

        Assert.Equal(0, bucket.Bucket.Level(61 * Second));
    }

    [Fact]
    public void Settle_Output_CountsAllOfItAsOfNow()
    {
        TestBucket bucket = new(TestBucket.WindowOf(60, TimeSpan.FromMinutes(1), CapacityDimension.OutputTokensPerMinute));
        Assert.True(bucket.Bucket.TryTake(30, 0));

        bucket.Bucket.Settle(30, 20, start: 0, now: 40 * Second);

        Assert.Equal(60 - 20, bucket.Bucket.Level(40 * Second));
        Assert.Equal(60 - 20, bucket.Bucket.Level(100 * Second));
        Assert.Equal(60, bucket.Bucket.Level(101 * Second));
    }

    [Fact]
    public void TryTake_AfterALongIdleness_FindsAllOfIt()
    {
        // The numbers of parts are told apart up to 2^19 of them, six days of seconds.
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(60, 0));
        long later = ((1L << 19) + 30) * Second;

        Assert.Equal(60, bucket.Bucket.Level(later));
        Assert.True(bucket.Bucket.TryTake(60, later));
        Assert.False(bucket.Bucket.TryTake(1, later + (60 * Second)));
    }

    [Fact]
    public void Settle_FarMoreThanASlotHolds_StaysADebtAndPasses()
    {
        TestBucket bucket = Sixty;
        bucket.Bucket.Settle(0, long.MaxValue / 4, start: 0, now: 0);
        bucket.Bucket.Settle(0, long.MaxValue / 4, start: 0, now: 0);

        Assert.Equal(60 - ((1L << 44) - 1), bucket.Bucket.Level(0));
        Assert.Equal(60, bucket.Bucket.Level(61 * Second));
    }

    [Theory]
    [InlineData(20, 40)]
    [InlineData(-30, 90)]
    [InlineData(60, 0)]
    public void KeepLevel_ALevel_CountsTheRestForAWholeWindow(double level, long missing)
    {
        TestBucket bucket = Sixty;
        Assert.True(bucket.Bucket.TryTake(7, 0));

        bucket.Bucket.KeepLevel(level, 10 * Second);

        Assert.Equal(60 - missing, bucket.Bucket.Level(70 * Second));
        Assert.Equal(60, bucket.Bucket.Level(71 * Second));
    }
}
