using CapacityRouting.Tests.Tools;
using static CapacityRouting.Tests.Capacity.LearningQuota;

namespace CapacityRouting.Tests.Capacity;

/// <summary>A limit that a refusal named in prose: how long it counts, and from which figure on it does.</summary>
public sealed class NamedLimitTests
{
    private const int Hour = 3_600;

    [Fact]
    public void TryLease_RefusedByALimitNamedAnHourAgo_LetsItGo()
    {
        LearningQuota quota = new(new(), Whole);
        Name(quota, Requests, 1);
        quota.Begin(1);
        quota.Wait(Hour);
        quota.Begin(1);

        quota.Begin(1);

        Assert.Empty(quota.Quota.Limits);
    }

    [Fact]
    public void TryLease_RefusedByALimitNamedAnHourAgo_FallsBackToTheSettings()
    {
        LearningQuota quota = new(new() { RequestsPerMinute = 600 }, Whole);
        Name(quota, Requests, 1);
        quota.Wait(Hour);
        quota.Begin(1);

        quota.Quota.TryLease(Quotas.Tokens(1), quota.Now, out _);

        Assert.Equal((600, LimitSource.Configured), (quota.Limit(Requests)!.Limit, quota.Limit(Requests)!.Source));
    }

    /// <summary>Limits rise: the named figure holds, and then grows as any estimate does.</summary>
    [Theory]
    [InlineData(209, 60)]
    [InlineData(215, 78)]
    [InlineData(235, 121)]
    public void TryLease_RefusedByALimitNamedSecondsAgo_FindsItGrown(int seconds, long limit)
    {
        LearningQuota quota = new(new() { RequestsPerMinute = 6_000 }, Whole);
        Name(quota, Requests, 60);
        quota.Wait(seconds);
        while (quota.Quota.TryLease(Quotas.Tokens(1), quota.Now, out _))
        {
        }

        Assert.InRange(quota.Limit(Requests)!.Limit, limit, limit + 2);
        Assert.Equal(LimitSource.Stated, quota.Limit(Requests)!.Source);
    }

    [Fact]
    public void CanEverPass_ALimitNamedAnHourAgo_KeepsNothingOut()
    {
        LearningQuota quota = new(new());
        Name(quota, Tokens, 6_000);
        Assert.False(quota.Quota.CanEverPass(Quotas.Tokens(6_001)));

        quota.Wait(Hour);

        Assert.True(quota.Quota.CanEverPass(Quotas.Tokens(6_001)));
        Assert.Empty(quota.Quota.Limits);
    }

    [Fact]
    public void Learn_AnythingAnHourLater_LetsGoOfWhatWasNamed()
    {
        LearningQuota quota = new(new());
        Name(quota, Tokens, 6_000);
        quota.Wait(Hour);

        Assert.True(quota.Learn(new(Requests, 60, Remaining: null, IsWhole: false)));

        Assert.Equal([Requests], quota.Quota.Limits.Select(limit => limit.Dimension));
    }

    [Fact]
    public void LearnLimit_NamedAgain_CountsAnHourFromThen()
    {
        LearningQuota quota = new(new());
        Name(quota, Tokens, 6_000);
        quota.Wait(Hour - 1);
        Assert.False(quota.Quota.LearnLimit(Tokens, 6_000, HeaderLimitUse.Tighten, quota.Now));
        quota.Wait(Hour - 1);

        Assert.False(quota.Quota.CanEverPass(Quotas.Tokens(6_001)));
    }

    [Theory]
    [InlineData(Tokens, 15, false)]
    [InlineData(Tokens, 16, true)]
    [InlineData(CapacityDimension.InputTokensPerMinute, 15, false)]
    [InlineData(Requests, 1, true)]
    [InlineData(Requests, 0, false)]
    public void LearnLimit_TooSmallForAnyRequest_IsNotBelieved(CapacityDimension dimension, long limit, bool isNews)
    {
        Assert.Equal(isNews, new LearningQuota(new()).Quota.LearnLimit(dimension, limit, HeaderLimitUse.Tighten, 0));
        Assert.Equal(isNews, new LearningQuota(new()).Learn(new(dimension, limit, Remaining: null, IsWhole: false)));
    }

    private static void Name(LearningQuota quota, CapacityDimension dimension, long limit) =>
        Assert.True(quota.Quota.LearnLimit(dimension, limit, HeaderLimitUse.Tighten, quota.Now));
}
