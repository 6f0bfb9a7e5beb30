using CapacityRouting.Capacity.Limits;
using static CapacityRouting.Tests.Capacity.LearningQuota;

namespace CapacityRouting.Tests.Capacity;

/// <summary>New settings beside what was learned.</summary>
public sealed class QuotaReloadTests
{
    [Fact]
    public void Reconfigure_ASettingThatDidNotChange_KeepsWhatWasLearned()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        quota.Learn(new(Tokens, 3_000, Remaining: null, IsWhole: false));
        quota.Learn(new(Requests, 60, Remaining: null, IsWhole: false));

        quota.Quota.Reconfigure(new() { TokensPerMinute = 6_000, MaxConcurrentRequests = 3 }, quota.Now);

        Assert.Equal([60, 3_000], quota.Quota.Limits.Select(limit => limit.Limit));
        Assert.Equal([LimitSource.Stated, LimitSource.Stated], quota.Quota.Limits.Select(limit => limit.Source));
    }

    [Fact]
    public void Reconfigure_ASettingThatChanged_CountsUntilTheProviderSpeaksAgain()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        LimitReading reading = new(Tokens, 3_000, Remaining: null, IsWhole: false);
        quota.Learn(reading);

        quota.Quota.Reconfigure(new() { TokensPerMinute = 9_000 }, quota.Now);

        Assert.Equal((9_000, LimitSource.Configured), (quota.Limit(Tokens)!.Limit, quota.Limit(Tokens)!.Source));
        Assert.True(quota.Learn(reading));
        Assert.Equal((3_000, LimitSource.Stated), (quota.Limit(Tokens)!.Limit, quota.Limit(Tokens)!.Source));
    }

    [Fact]
    public void Reconfigure_AfterARefusalNamedALimit_IsWhatTheOperatorSays()
    {
        LearningQuota quota = new(new() { RequestsPerMinute = 60 });
        quota.Quota.LearnLimit(Requests, 3, HeaderLimitUse.Tighten, quota.Now);

        quota.Quota.Reconfigure(new() { RequestsPerMinute = 600 }, quota.Now);

        Assert.Equal((600, LimitSource.Configured), (quota.Limit(Requests)!.Limit, quota.Limit(Requests)!.Source));
    }

    [Fact]
    public void Reconfigure_ASettingThatDidNotChange_FollowsHeadersStill()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        quota.Learn(new(Tokens, 9_000, Remaining: null, IsWhole: false), HeaderLimitUse.Follow);

        quota.Quota.Reconfigure(new() { TokensPerMinute = 6_000, RequestsPerMinute = 60 }, quota.Now);

        Assert.Equal(9_000, quota.Limit(Tokens)!.Limit);
    }

    [Fact]
    public void Reconfigure_AnotherLimit_LeavesTheOthersLevelsAlone()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000, RequestsPerMinute = 60 });
        quota.Begin(700);

        quota.Quota.Reconfigure(new() { TokensPerMinute = 6_000, RequestsPerMinute = 30 }, quota.Now);

        Assert.Equal(300, quota.Level());
        Assert.Equal(5, quota.Level(Requests));
    }
}
