using CapacityRouting.Capacity;
using static CapacityRouting.Tests.Capacity.LearningQuota;

namespace CapacityRouting.Tests.Capacity;

/// <summary>New settings beside what was learned.</summary>
public sealed class QuotaReloadTests
{
    [Fact]
    public void Reconfigure_AfterLearning_KeepsWhatWasLearned()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        quota.Learn(new(Tokens, 3_000, Remaining: null, IsWhole: false));
        quota.Learn(new(Requests, 60, Remaining: null, IsWhole: false));

        quota.Quota.Reconfigure(new() { TokensPerMinute = 9_000, MaxConcurrentRequests = 3 }, quota.Now);
        Assert.Equal([60, 3_000], quota.Quota.Limits.Select(limit => limit.Limit));
        quota.Quota.Reconfigure(new() { TokensPerMinute = 1_200, RequestsPerMinute = 90 }, quota.Now);
        Assert.Equal([60, 1_200], quota.Quota.Limits.Select(limit => limit.Limit));
        Assert.Equal([LimitSource.Tightened, LimitSource.Configured], quota.Quota.Limits.Select(limit => limit.Source));
        quota.Quota.Reconfigure(new(), quota.Now);
        Assert.Equal([60, 3_000], quota.Quota.Limits.Select(limit => limit.Limit));
        Assert.All(quota.Quota.Limits, limit => Assert.Equal(LimitSource.Learned, limit.Source));
    }

    [Fact]
    public void Reconfigure_WhatHeadersAreFollowedIn_FollowsThemStill()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        quota.Learn(new(Tokens, 9_000, Remaining: null, IsWhole: false), HeaderLimitUse.Follow);

        quota.Quota.Reconfigure(new() { TokensPerMinute = 7_000 }, quota.Now);

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
