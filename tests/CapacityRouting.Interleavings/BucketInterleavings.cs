using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings;

/// <summary>A bucket of ten units; each costs a tick.</summary>
public sealed class BucketInterleavings
{
    private static readonly RateLimit Ten = RateLimit.Of(CapacityDimension.TokensPerMinute, new(60), BurstDefaults.Unknown, FrozenTime.Clock)!;

    [Theory]
    [InlineData(10, 1, 2)]
    [InlineData(6, 1, 2)]
    [InlineData(5, 2, 2)]
    [InlineData(4, 2, 3)]
    public void TryTake_AtTheSameTime_AdmitsWhatIsThereAndNoMore(long units, int admissible, int takers) => Explorer.Explore(() =>
    {
        Words words = new();
        int admitted = 0;
        void Take()
        {
            if (words.Bucket.TryTake(units, 0))
                admitted++;
        }

        return new(
            () =>
            {
                Assert.Equal(admissible, admitted);
                Assert.Equal(10 - (units * admitted), words.Bucket.Level(0));
            },
            [.. Enumerable.Repeat((Action)Take, takers)]);
    });

    [Fact]
    public void Settle_ChargesRefundsAndTakes_AllCount() => Explorer.Explore(() =>
    {
        Words words = new();
        Assert.True(words.Bucket.TryTake(4, 0));
        Assert.True(words.Bucket.TryTake(4, 0));
        bool third = false;
        return new(
            () => Assert.Equal(10 - 1 - 7 - (third ? 2 : 0), words.Bucket.Level(0)),
            () => words.Bucket.Settle(4, 1, start: 0, now: 0),
            () => words.Bucket.Settle(4, 7, start: 0, now: 0),
            () => third = words.Bucket.TryTake(2, 0));
    });

    [Fact]
    public void Settle_RefundWhileATakeFindsTheBucketFull_GivesBackOnceOnly() => Explorer.Explore(() =>
    {
        // Taken at 0, the eight units are back by 8. At 20 the bucket is full; a refund now must not pay for the new take.
        Words words = new();
        Assert.True(words.Bucket.TryTake(8, 0));
        bool later = false;
        return new(
            () =>
            {
                Assert.True(later);
                Assert.Equal(0, words.Bucket.Level(20));
            },
            () => words.Bucket.Settle(8, 0, start: 0, now: 20),
            () => later = words.Bucket.TryTake(10, 20));
    });

    [Fact]
    public void Settle_RefundOfATakeThatALaterOneOvertook_GivesNothingBack() => Explorer.Explore(() =>
    {
        // The first is interrupted until after the second; what it notes then must not hide that the second found the bucket full.
        Words words = new();
        bool later = false;
        return new(
            () => Assert.True(!later || words.Bucket.Level(40) <= 0, $"The level is {words.Bucket.Level(40)}."),
            () =>
            {
                if (words.Bucket.TryTake(5, 20))
                    words.Bucket.Settle(5, 0, start: 20, now: 40);
            },
            () => later = words.Bucket.TryTake(10, 40));
    });

    [Fact]
    public void TryTake_WithAnOldReadingOfTheClock_UndoesNoLaterNote() => Explorer.Explore(() =>
    {
        // Found full at 40, so that what was taken at 30 is not given back a second time.
        Words words = new();
        bool later = false;
        return new(
            () => Assert.True(!later || words.Bucket.Level(40) <= 0, $"The level is {words.Bucket.Level(40)}."),
            () => words.Bucket.TryTake(5, 20),
            () =>
            {
                if (!words.Bucket.TryTake(1, 30))
                    return;
                later = words.Bucket.TryTake(10, 40);
                words.Bucket.Settle(1, 0, start: 30, now: 40);
            });
    });

    [Fact]
    public void Settle_ChargeWhileTimeHasMovedOn_CountsInFull() => Explorer.Explore(() =>
    {
        Words words = new();
        Assert.True(words.Bucket.TryTake(1, 0));
        bool taken = false;
        return new(
            () => Assert.Equal(10 - 5 - (taken ? 3 : 0), words.Bucket.Level(50)),
            () => words.Bucket.Settle(1, 6, start: 0, now: 50),
            () => taken = words.Bucket.TryTake(3, 50));
    });

    /// <summary>The two words of a bucket, where programs can share them.</summary>
    private sealed class Words
    {
        private long _arrival;
        private long _lastFull;

        public Words() => Bucket.Fill(0);

        public Bucket Bucket => new(Ten, ref _arrival, ref _lastFull);
    }
}
