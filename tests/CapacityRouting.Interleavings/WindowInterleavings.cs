using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Interleavings;

/// <summary>Ten units in any two ticks. The ring has three slots, one for each tick and the one that has begun: what is taken at 0 is back at 3.</summary>
public sealed class WindowInterleavings
{
    [Theory]
    [InlineData(10, 1, 2)]
    [InlineData(6, 1, 2)]
    [InlineData(5, 2, 2)]
    [InlineData(4, 2, 3)]
    public void TryTake_AtTheSameTime_AdmitsWhatIsThereAndNoMore(long units, int admissible, int takers) => Explorer.Explore(() =>
    {
        Ring ring = new();
        int admitted = 0;
        void Take()
        {
            if (ring.Bucket.TryTake(units, 0))
                admitted++;
        }

        return new(
            () =>
            {
                Assert.Equal(admissible, admitted);
                Assert.Equal(10 - (units * admitted), ring.Bucket.Level(0));
                Assert.Equal(10, ring.Bucket.Level(3));
            },
            [.. Enumerable.Repeat((Action)Take, takers)]);
    });

    [Fact]
    public void TryTake_TwoWhileTheWindowMoves_AdmitOnlyWhatLeft() => Explorer.Explore(() =>
    {
        // Six leave at 3, three stay until 4: there is room for one of the two.
        Ring ring = new();
        Assert.True(ring.Bucket.TryTake(6, 0));
        Assert.True(ring.Bucket.TryTake(3, 1));
        int admitted = 0;
        void Take()
        {
            if (ring.Bucket.TryTake(4, 3))
                admitted++;
        }

        return new(
            () =>
            {
                Assert.Equal(1, admitted);
                Assert.Equal(3, ring.Bucket.Level(3));
                Assert.Equal(6, ring.Bucket.Level(4));
                Assert.Equal(10, ring.Bucket.Level(6));
            },
            Take,
            Take);
    });

    [Fact]
    public void TryTake_WithAnOldReadingOfTheClock_CountsAsOfTheNewest() => Explorer.Explore(() =>
    {
        // One thread read the clock at 0 and goes on after the other has taken at 3, 4 and 5: whatever both were given must fit in the window of the last.
        Ring ring = new();
        bool old = false;
        int later = 0;
        return new(
            () => Assert.True(ring.Bucket.Level(5) >= 0 && ring.Counted(5) >= later, $"The level is {ring.Bucket.Level(5)}."),
            () => old = ring.Bucket.TryTake(8, 0),
            () =>
            {
                for (int now = 3; now <= 5; now++)
                    if (ring.Bucket.TryTake(3, now))
                        later += 3;
            });
    }, preemptions: 2);

    [Fact]
    public void TryTake_WithAnOldReadingOfTheClock_CountsAsOfWhenItGoesOn() => Explorer.Explore(() =>
    {
        // What was not counted yet as the window stood at 3 is counted for a whole window from there.
        Ring ring = new();
        bool taken = false;
        bool isLater = false;
        return new(
            () => Assert.True(!taken || !isLater || ring.Counted(5) == 8, $"Counted are {ring.Counted(5)}."),
            () => taken = ring.Bucket.TryTake(8, 0),
            () =>
            {
                ring.Counter.MoveTo(3, WindowSlot.Most);
                isLater = Atomic.VolatileRead(in ring.Counter.Total) == 0 && !taken;
            });
    });

    [Fact]
    public void MoveTo_BySeveralWhileOneTakes_LetsGoOnce() => Explorer.Explore(() =>
    {
        Ring ring = new();
        Assert.True(ring.Bucket.TryTake(9, 0));
        bool taken = false;
        return new(
            () =>
            {
                Assert.True(taken || ring.Bucket.Level(3) == 10);
                Assert.Equal(10 - (taken ? 10 : 0), ring.Bucket.Level(3));
            },
            () => ring.Counter.MoveTo(3, WindowSlot.Most),
            () => ring.Counter.MoveTo(3, WindowSlot.Most),
            () => taken = ring.Bucket.TryTake(10, 3));
    }, preemptions: Extent.IsLong ? 3 : 2);

    [Fact]
    public void MoveTo_BySeveralWhileOneTakes_NeverAdmitsMore() => Explorer.Explore(() =>
    {
        // At 3 nine expire. The takes of the two threads then stay within the limit, whichever thread expires the nine.
        Ring ring = new();
        Assert.True(ring.Bucket.TryTake(9, 0));
        int taken = 0;
        void Take()
        {
            if (ring.Bucket.TryTake(6, 3))
                taken++;
        }

        return new(() => Assert.InRange(taken, 0, 1), () => ring.Counter.MoveTo(3, WindowSlot.Most), Take, Take);
    }, preemptions: 2);

    [Fact]
    public void Settle_RefundWhileTheWindowMoves_GivesBackOnce() => Explorer.Explore(() =>
    {
        // Eight were taken at 0; the refund of five and the end of their part come together, and what was taken at 1 stays whole.
        Ring ring = new();
        Assert.True(ring.Bucket.TryTake(8, 0));
        Assert.True(ring.Bucket.TryTake(2, 1));
        bool later = false;
        return new(
            () =>
            {
                Assert.Equal(10 - 2 - (later ? 8 : 0), ring.Bucket.Level(3));
                Assert.Equal(10, ring.Bucket.Level(6));
            },
            () => ring.Bucket.Settle(8, 3, start: 0, now: 3),
            () => later = ring.Bucket.TryTake(8, 3));
    });

    [Fact]
    public void Settle_ChargesRefundsAndTakes_AllCount() => Explorer.Explore(() =>
    {
        Ring ring = new();
        Assert.True(ring.Bucket.TryTake(4, 0));
        Assert.True(ring.Bucket.TryTake(4, 0));
        bool third = false;
        return new(
            () => Assert.Equal(10 - 1 - 7 - (third ? 2 : 0), ring.Bucket.Level(0)),
            () => ring.Bucket.Settle(4, 1, start: 0, now: 0),
            () => ring.Bucket.Settle(4, 7, start: 0, now: 0),
            () => third = ring.Bucket.TryTake(2, 0));
    });

    [Fact]
    public void Correct_TwoAnswersOfOneError_CountItOnce() => Explorer.Explore(() =>
    {
        // Others took four, which both answers tell; both calls took three.
        Ring ring = new();
        Assert.True(ring.Bucket.TryTake(3, 0));
        BucketMark first = ring.Mark;
        Assert.True(ring.Bucket.TryTake(3, 0));
        BucketMark second = ring.Mark;
        return new(
            () => Assert.Equal(10 - 3 - 3 - 4, ring.Bucket.Level(0)),
            () => ring.Reconciler.Correct(left: 10 - 3 - 4, first, since: 0, now: 0),
            () => ring.Reconciler.Correct(left: 10 - 6 - 4, second, since: 0, now: 0));
    });

    /// <summary>The words of a window, where programs can share them.</summary>
    private sealed class Ring
    {
        private readonly RateLimit _limit =
            RateLimit.Of(CapacityDimension.TokensPerMinute, new(300), new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), AreWindows: true), FrozenTime.Clock)!;

        private long _arrival;
        private long _lastFull;
        private long _turns;

        public WindowCounter Counter => _limit.Window!;

        public Bucket Bucket => new(_limit, ref _arrival, ref _lastFull);

        public WindowReconciler Reconciler => new(new(_limit, Counter), ref _turns);

        public BucketMark Mark => new BucketReconciler(ref Counter.Total, ref _lastFull, ref _turns).Mark;

        public double Counted(long now) => 10 - Bucket.Level(now);
    }
}
