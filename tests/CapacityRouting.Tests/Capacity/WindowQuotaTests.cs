using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>A quota whose provider counts a hundred tokens in any minute, in parts of a second.</summary>
public sealed class WindowQuotaTests
{
    private const CapacityDimension Tokens = CapacityDimension.TokensPerMinute;

    private static readonly CapacityLimits Hundred = new() { TokensPerMinute = 100 };

    private static BurstDefaults Windows => LearningQuota.Whole with { AreWindows = true };

    [Fact]
    public void Of_WindowsOfAMinute_CountTheWholeLimitAndAllowancesStayBuckets()
    {
        LearningQuota learning = new(Hundred with { RequestsPerDay = 1_000 }, Windows);

        Assert.Equal((100, TimeSpan.TicksPerMinute), (learning.Limit(Tokens)!.Burst, learning.Limit(Tokens)!.Window!.WindowTicks));
        Assert.Null(learning.Limit(CapacityDimension.RequestsPerDay)!.Window);
    }

    [Fact]
    public void Of_ABurstInTheSettings_IsTheLengthOfTheWindow()
    {
        LearningQuota learning = new(Hundred with { Burst = TimeSpan.FromSeconds(6) }, Windows);

        Assert.Equal((10, 6 * TimeSpan.TicksPerSecond), (learning.Limit(Tokens)!.Burst, learning.Limit(Tokens)!.Window!.WindowTicks));
    }

    [Fact]
    public void TryLease_AfterPartOfTheWindow_GetsNothingBackYet()
    {
        LearningQuota learning = new(Hundred, Windows);
        learning.Begin(100);
        learning.Wait(60);

        Assert.False(learning.Quota.TryLease(Quotas.Tokens(1), learning.Now, out _));
        Assert.Equal(TimeSpan.TicksPerSecond, learning.Quota.WaitFor(Quotas.Tokens(1), learning.Now));
    }

    [Fact]
    public void WaitFor_MoreAheadThanAWindowHolds_AddsAWindowForEach()
    {
        // 100 are taken now and leave after 60 s and a part (1 s); 100 of those ahead then fill a window, the other 50 and these 10 fit into the next.
        LearningQuota learning = new(Hundred, Windows);
        learning.Begin(100);

        Assert.Equal(61 * TimeSpan.TicksPerSecond, learning.Quota.WaitFor(Quotas.Tokens(10), learning.Now, ahead: Quotas.Tokens(50)));
        Assert.Equal((61 + 60) * TimeSpan.TicksPerSecond, learning.Quota.WaitFor(Quotas.Tokens(10), learning.Now, ahead: Quotas.Tokens(150)));
    }

    [Fact]
    public void Grow_OfAnOutputThatIsWritten_LeavesTheWindowAsItWasWritten()
    {
        // 100 output tokens a minute, in parts of a second: 20 are reserved at 0 s, 30 more are written by 20 s, and 10 more by 40 s, where the answer ends.
        const CapacityDimension output = CapacityDimension.OutputTokensPerMinute;
        LearningQuota learning = new(new() { OutputTokensPerMinute = 100 }, Windows);
        Assert.True(learning.Quota.TryLease(CapacityUnits.OneRequest(0, 20), learning.Now, out Lease lease));
        learning.Wait(20);
        lease.Grow(CapacityUnits.OneRequest(0, 50), learning.Now);
        Assert.Equal(50, learning.Quota.Level(output, learning.Now), 3);
        learning.Wait(20);
        lease.Grow(CapacityUnits.OneRequest(0, 60), learning.Now);
        lease.Used(CapacityUnits.OneRequest(0, 60), learning.Now);
        Assert.Equal(40, learning.Quota.Level(output, learning.Now), 3);

        // A window and a part after 20 s the 30 have left. The reservation counts as of the end, as the time of writing is unknown.
        learning.Wait(41);
        Assert.Equal(70, learning.Quota.Level(output, learning.Now), 3);
        learning.Wait(20);
        Assert.Equal(100, learning.Quota.Level(output, learning.Now), 3);
    }

    [Fact]
    public void Learn_LessLeftThanCounted_CountsTheRestAsOfTheCallsStart()
    {
        LearningQuota learning = new(Hundred, Windows);
        LearningQuota.Call call = learning.Begin(10);
        learning.Wait(20);
        learning.Begin(5);

        // The provider counted 70 when the first call came: 10 of it, 60 of others.
        call.Learn(30, limit: 100, whole: false);

        Assert.Equal(100 - 10 - 60 - 5, learning.Level(Tokens));
        learning.Wait(41);
        Assert.Equal(100 - 5, learning.Level(Tokens));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(100)]
    public void Learn_AsMuchLeftAsCountedOrMore_ChangesNothing(long remaining)
    {
        LearningQuota learning = new(Hundred, Windows);
        LearningQuota.Call call = learning.Begin(10);

        call.Learn(remaining, limit: 100);

        Assert.Equal(90, learning.Level(Tokens));
    }

    [Fact]
    public void Learn_TwoCallsOfTheSameOthers_CountsThemOnce()
    {
        LearningQuota learning = new(Hundred, Windows);
        LearningQuota.Call first = learning.Begin(10);
        LearningQuota.Call second = learning.Begin(10);

        first.Learn(100 - 10 - 30);
        second.Learn(100 - 20 - 30);

        Assert.Equal(100 - 20 - 30, learning.Level(Tokens));
    }

    [Fact]
    public void Learn_AfterMoreThanAWindow_SaysNothingOfThisOne()
    {
        LearningQuota learning = new(Hundred, Windows);
        LearningQuota.Call call = learning.Begin(10);
        learning.Wait(61);

        call.Learn(0, limit: 100);

        Assert.Equal(100, learning.Level(Tokens));
    }

    [Fact]
    public void Learn_AnotherLimit_KeepsWhatWasTaken()
    {
        LearningQuota learning = new(Hundred, Windows);
        LearningQuota.Call call = learning.Begin(30);
        learning.Wait(1);

        Assert.True(call.Learn(30, limit: 60));

        Assert.Equal(60 - 30, learning.Level(Tokens));
        learning.Wait(60);
        Assert.Equal(60, learning.Level(Tokens));
    }

    [Fact]
    public void Learn_ALimitThatIsNew_BeginsWithWhatIsLeft()
    {
        LearningQuota learning = new(new(), Windows);

        Assert.True(learning.Learn(new LimitReading(Tokens, 100, 40, IsWhole: false)));

        Assert.Equal(40, learning.Level(Tokens));
        learning.Wait(61);
        Assert.Equal(100, learning.Level(Tokens));
    }

    [Fact]
    public void Reconfigure_AnotherWindow_KeepsTheLevel()
    {
        LearningQuota learning = new(Hundred, Windows);
        learning.Begin(96);

        learning.Quota.Reconfigure(Hundred with { Burst = TimeSpan.FromSeconds(6) }, learning.Now);

        Assert.Equal(4, learning.Level(Tokens));
        learning.Wait(7);
        Assert.Equal(10, learning.Level(Tokens));
    }
}
