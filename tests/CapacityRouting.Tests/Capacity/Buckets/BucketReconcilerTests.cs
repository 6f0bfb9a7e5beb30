using CapacityRouting.Capacity.Limits;
using static CapacityRouting.Tests.Capacity.LearningQuota;

namespace CapacityRouting.Tests.Capacity.Buckets;

/// <summary>Levels after what the provider said is left. Unless a test says otherwise a bucket holds a minute of 6,000 tokens: 100 a second.</summary>
public sealed class BucketReconcilerTests
{
    private static LearningQuota Mirror => new(new() { TokensPerMinute = 6_000, Burst = TimeSpan.FromMinutes(1) });

    [Theory]
    [InlineData(5_000)]
    [InlineData(4_000)]
    [InlineData(100)]
    [InlineData(0)]
    public void Learn_LessIsLeftThanWeThought_LowersTheLevel(long remaining)
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(1_000);

        Assert.False(call.Learn(remaining, limit: 6_000));

        Assert.Equal(remaining, quota.Level());
    }

    [Theory]
    [InlineData(5_500, 5_500)]
    [InlineData(6_000, 6_000)]
    [InlineData(7_000, 6_000)]
    public void Learn_MoreIsLeftThanWeThought_RaisesAMirror(long remaining, double level)
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(1_000);

        call.Learn(remaining, limit: 6_000);

        Assert.Equal(level, quota.Level());
    }

    [Theory]
    [InlineData(3_000, 2_500)]
    [InlineData(5_900, 5_400)]
    public void Learn_OthersTookMeanwhile_CountsThem(long remaining, double level)
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(1_000);
        quota.Begin(500);

        call.Learn(remaining, limit: 6_000);

        Assert.Equal(level, quota.Level());
    }

    [Fact]
    public void Learn_OthersTookBefore_DoesNotCountThem()
    {
        LearningQuota quota = Mirror;
        quota.Begin(500);

        quota.Begin(1_000).Learn(remaining: 3_000, limit: 6_000);

        Assert.Equal(3_000, quota.Level());
    }

    [Fact]
    public void Learn_OthersTookAndGaveBack_CountsWhatIsTakenStill()
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(1_000);
        quota.Begin(500).Used(200);

        call.Learn(remaining: 3_000, limit: 6_000);

        Assert.Equal(2_800, quota.Level());
    }

    [Theory]
    [InlineData(2_000, 3_000)]
    [InlineData(3_500, 4_000)]
    [InlineData(4_500, 4_500)]
    public void Learn_AnAnswerThatTookItsTime_CorrectsOnlyWhatItContradicts(long remaining, double level)
    {
        // Ours is at 3,000 when the attempt starts and at 4,000 when its answer comes.
        LearningQuota quota = Mirror;
        quota.Begin(2_000);
        Call call = quota.Begin(1_000);
        quota.Wait(10);

        call.Learn(remaining, limit: 6_000);

        Assert.Equal(level, quota.Level());
    }

    [Fact]
    public void Learn_AFractionOfAUnitOff_LeavesTheLevel()
    {
        LearningQuota quota = new(new() { RequestsPerMinute = 6, Burst = TimeSpan.FromMinutes(1) });
        quota.Begin(0);
        quota.Wait(9);
        Call call = quota.Begin(0);

        call.Learn(new LimitReading(Requests, 6, 4, IsWhole: true));
        Assert.Equal(4.9, quota.Level(Requests), 6);
        call.Learn(new LimitReading(Requests, 6, 5, IsWhole: true));
        Assert.Equal(4.9, quota.Level(Requests), 6);
    }

    [Theory]
    [InlineData(6_000, 300)]
    [InlineData(300, 300)]
    [InlineData(50, 50)]
    public void Learn_ABucketThatHoldsAGrain_IsLoweredButNeverRaised(long remaining, double level)
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        quota.Begin(700).Learn(remaining, limit: 6_000);

        Assert.Equal(level, quota.Level());
    }

    [Theory]
    [InlineData(50_000, 5_000)]
    [InlineData(5_500, 5_000)]
    [InlineData(2_000, 2_000)]
    public void Learn_AShareOfTheProvidersLimit_IsLoweredButNeverRaised(long remaining, double level)
    {
        LearningQuota quota = Mirror;
        quota.Begin(1_000).Learn(remaining, limit: 60_000);

        Assert.Equal((6_000, level), (quota.Limit(Tokens)!.Limit, quota.Level()));
    }

    [Fact]
    public void Learn_AWindowThatDoesNotRefill_IsLoweredButNeverRaised()
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(1_000);

        call.Learn(remaining: 5_900, limit: 6_000, whole: false);
        Assert.Equal(5_000, quota.Level());
        call.Learn(remaining: 4_000, limit: 6_000, whole: false);
        Assert.Equal(4_000, quota.Level());
    }

    [Fact]
    public void Learn_TightenedByTheSameResponse_LowersTheLevelToo()
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(1_000);
        quota.Begin(100);

        Assert.True(call.Learn(remaining: 500, limit: 600));

        Assert.Equal(400, quota.Level());
    }

    [Fact]
    public void Learn_MoreWasTakenThanIsLeft_NeverSinksBelowAWholeBucketOfDebt()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        Call call = quota.Begin(10);
        Call other = quota.Begin(10);
        other.Used(1_500);
        Assert.Equal(-510, quota.Level());

        call.Learn(remaining: 0, limit: 6_000);
        Assert.Equal(-1_000, quota.Level());
    }

    [Fact]
    public void Learn_DeeperInDebtThanAHeaderMayPutIt_LeavesTheDebt()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        Call call = quota.Begin(10);
        quota.Begin(10).Used(5_000);

        call.Learn(remaining: 0, limit: 6_000);

        Assert.Equal(-4_010, quota.Level());
    }

    [Fact]
    public void Learn_WithAMarkOfNoAttempt_LeavesTheLevel()
    {
        LearningQuota quota = Mirror;
        quota.Begin(1_000);

        quota.Quota.Learn([new(Tokens, 6_000, 0, IsWhole: true)], new(at: 0), HeaderLimitUse.Tighten, quota.Now);

        Assert.Equal(5_000, quota.Level());
    }

    [Fact]
    public void Learn_MarkedUnderAnotherLimit_OnlyLowers()
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(3_000);
        quota.Quota.Reconfigure(new() { TokensPerMinute = 60_000, Burst = TimeSpan.FromMinutes(1) }, quota.Now);

        call.Learn(remaining: 50_000, limit: 60_000);
        Assert.Equal(3_000, quota.Level());
        call.Learn(remaining: 1_000, limit: 60_000);
        Assert.Equal(1_000, quota.Level());
    }
}
