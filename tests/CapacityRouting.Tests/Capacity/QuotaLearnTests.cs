using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;
using static CapacityRouting.Tests.Capacity.LearningQuota;

namespace CapacityRouting.Tests.Capacity;

/// <summary>Which limits are in force after what was configured and what was stated.</summary>
public sealed class QuotaLearnTests
{
    [Fact]
    public void Learn_ALimitThatIsNotConfigured_AddsIt()
    {
        LearningQuota quota = new(new() { RequestsPerMinute = 60 });

        Assert.True(quota.Learn(new(Tokens, 6_000, Remaining: null, IsWhole: false)));

        Assert.Equal([60, 6_000], quota.Quota.Limits.Select(limit => limit.Limit));
        Assert.Equal([LimitSource.Configured, LimitSource.Stated], quota.Quota.Limits.Select(limit => limit.Source));
        Assert.Equal(1_000, quota.Level());
    }

    [Fact]
    public void Learn_ALimitThatIsNotConfigured_HoldsWhatTheProfileSaysOrTheUser()
    {
        LimitReading reading = new(Tokens, 6_000, Remaining: null, IsWhole: true);
        LearningQuota profile = new(new(), Whole);
        LearningQuota user = new(new() { Burst = TimeSpan.FromSeconds(1) }, Whole);
        profile.Learn(reading);
        user.Learn(reading);

        Assert.Equal(6_000, profile.Limit(Tokens)!.Burst);
        Assert.Equal(100, user.Limit(Tokens)!.Burst);
    }

    [Fact]
    public void Learn_ANewDimensionWithWhatIsLeft_StartsThere()
    {
        LearningQuota quota = new(new(), Whole);

        quota.Begin(100).Learn(remaining: 4_000, limit: 6_000);

        Assert.Equal(4_000, quota.Level());
    }

    [Fact]
    public void Learn_ANewDimensionOfRequests_CountsTheOthersUnderWay()
    {
        LearningQuota quota = new(new(), Whole);
        Call[] calls = [.. Enumerable.Range(0, 5).Select(_ => quota.Begin(100))];

        calls[0].Learn(new LimitReading(Requests, 60, 59, IsWhole: true));

        Assert.Equal(55, quota.Level(Requests));
    }

    [Fact]
    public void Learn_ANewDimension_TakesNoRefundsOfCallsThatNeverTookOfIt()
    {
        LearningQuota quota = new(new(), Whole);
        Call call = quota.Begin(1_000);
        call.Learn(remaining: 4_000, limit: 6_000);

        call.Used(10);

        Assert.Equal(4_000, quota.Level());
    }

    [Fact]
    public void Learn_ALowerLimitThanConfigured_TightensAndLetsGoAgain()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });

        Assert.True(quota.Learn(new(Tokens, 600, Remaining: null, IsWhole: false)));
        Assert.Equal((600, LimitSource.Stated), (quota.Limit(Tokens)!.Limit, quota.Limit(Tokens)!.Source));
        Assert.True(quota.Learn(new(Tokens, 3_000, Remaining: null, IsWhole: false)));
        Assert.Equal((3_000, LimitSource.Stated), (quota.Limit(Tokens)!.Limit, quota.Limit(Tokens)!.Source));
        Assert.True(quota.Learn(new(Tokens, 60_000, Remaining: null, IsWhole: false)));
        Assert.Equal((6_000, LimitSource.Configured), (quota.Limit(Tokens)!.Limit, quota.Limit(Tokens)!.Source));
    }

    [Fact]
    public void Learn_AHigherLimitThanConfigured_CountsOnlyWhereHeadersAreFollowed()
    {
        LearningQuota tightened = new(new() { TokensPerMinute = 6_000 });
        LearningQuota followed = new(new() { TokensPerMinute = 6_000 });
        LimitReading reading = new(Tokens, 60_000, Remaining: null, IsWhole: false);

        Assert.False(tightened.Learn(reading));
        Assert.True(followed.Learn(reading, HeaderLimitUse.Follow));

        Assert.Equal(6_000, tightened.Limit(Tokens)!.Limit);
        Assert.Equal((60_000, LimitSource.Stated), (followed.Limit(Tokens)!.Limit, followed.Limit(Tokens)!.Source));
    }

    [Fact]
    public void Learn_Ignored_ChangesNeitherLimitsNorLevels()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        RateLimit[] limits = quota.Quota.Limits;

        Assert.False(quota.Learn(new(Tokens, 600, 0, IsWhole: true), HeaderLimitUse.Ignore));
        Assert.False(quota.Learn(new(Requests, 1, 0, IsWhole: true), HeaderLimitUse.Ignore));
        Assert.False(quota.Quota.LearnLimit(Tokens, 1, HeaderLimitUse.Ignore, quota.Now));

        Assert.Same(limits, quota.Quota.Limits);
        Assert.Equal(1_000, quota.Level());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(-1L)]
    public void Learn_NoLimitAndNoBucket_IsIgnored(long? limit)
    {
        LearningQuota quota = new(new());

        Assert.False(quota.Learn(new(Tokens, limit, 100, IsWhole: true)));
        Assert.Empty(quota.Quota.Limits);
    }

    [Fact]
    public void Learn_AnHour_HoldsTheWholeHour()
    {
        LearningQuota quota = new(new());

        quota.Learn(new(CapacityDimension.TokensPerHour, 36_000, 30_000, IsWhole: true));

        Assert.Equal(30_000, quota.Level(CapacityDimension.TokensPerHour));
        quota.Wait(60);
        Assert.Equal(30_600, quota.Level(CapacityDimension.TokensPerHour), 6);
    }

    [Fact]
    public void Learn_ADayThatBeganAnew_IsFullAgain()
    {
        LearningQuota quota = new(new());
        quota.Learn(new(CapacityDimension.RequestsPerDay, 14_400, 0, IsWhole: false));

        quota.Learn(new(CapacityDimension.RequestsPerDay, 14_400, 14_399, IsWhole: false));

        Assert.Equal(14_399, quota.Level(CapacityDimension.RequestsPerDay), 6);
    }

    [Fact]
    public void Learn_ALimitChanges_KeepsTheLevelInUnits()
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });
        quota.Begin(700);

        quota.Learn(new(Tokens, 3_000, Remaining: null, IsWhole: false));

        Assert.Equal(300, quota.Level());
        quota.Wait(1);
        Assert.Equal(350, quota.Level(), 6);
    }

    [Fact]
    public void Learn_TheSameAgain_KeepsTheLimitsAndAllocatesNothing()
    {
        LearningQuota quota = new(new() { RequestsPerMinute = 60 }, Whole);
        LimitReading[] readings = [new(Requests, 60, 40, IsWhole: true), new(Tokens, 6_000, 5_000, IsWhole: true)];
        quota.Quota.Learn(readings, quota.Quota.Mark(quota.Now), HeaderLimitUse.Tighten, quota.Now);
        RateLimit[] limits = quota.Quota.Limits;
        QuotaMark mark = quota.Quota.Mark(quota.Now);
        Answer(2);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Answer(1_000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Same(limits, quota.Quota.Limits);

        void Answer(int times)
        {
            for (int i = 0; i < times; i++)
            {
                readings[1] = readings[1] with { Remaining = i % 2 == 0 ? 5_000 : 4_000 };
                if (quota.Quota.Learn(readings, mark, HeaderLimitUse.Tighten, quota.Now))
                    throw new InvalidOperationException("It was no news.");
            }
        }
    }

    [Fact]
    public void LearnLimit_SmallerThanARequest_KeepsThatOutFromThenOn()
    {
        LearningQuota quota = new(new(), Whole);
        Assert.True(quota.Quota.CanEverPass(Quotas.Tokens(6_791)));

        Assert.True(quota.Quota.LearnLimit(Tokens, 6_000, HeaderLimitUse.Tighten, quota.Now));

        Assert.False(quota.Quota.CanEverPass(Quotas.Tokens(6_791)));
        Assert.True(quota.Quota.CanEverPass(Quotas.Tokens(6_000)));
        Assert.Equal(6_000, quota.Level());
    }

    [Theory]
    [InlineData(HeaderLimitUse.Tighten)]
    [InlineData(HeaderLimitUse.Follow)]
    public void LearnLimit_LargerThanInForce_ChangesNothing(HeaderLimitUse use)
    {
        LearningQuota quota = new(new() { TokensPerMinute = 6_000 });

        Assert.False(quota.Quota.LearnLimit(Tokens, 9_000, use, quota.Now));
        Assert.Equal((6_000, LimitSource.Configured), (quota.Limit(Tokens)!.Limit, quota.Limit(Tokens)!.Source));
    }

    [Fact]
    public void Learn_AQuotaOfSeveralRoutes_CountsForAll()
    {
        FakeTimeProvider time = new();
        Clock clock = new(time);
        CapacityQuota shared = new("account", new() { TokensPerMinute = 6_000 });
        Quota one = shared.Attach(clock, new(1), Whole);
        Quota other = shared.Attach(clock, new(2));

        one.Learn([new(Tokens, 600, 200, IsWhole: true)], one.Mark(clock.Now), HeaderLimitUse.Tighten, clock.Now);

        Assert.Same(one, other);
        Assert.Equal(200, other.Level(Tokens, clock.Now));
    }

    [Fact]
    public void Dimensions_OfAQuota_AreAllThereAre() => Assert.Equal(QuotaWords.Dimensions, Enum.GetValues<CapacityDimension>().Length);
}
