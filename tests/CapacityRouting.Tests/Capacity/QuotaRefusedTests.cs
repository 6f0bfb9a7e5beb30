using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>
/// What a quota makes of refusals. It takes the limit for 60 a minute, all of them had at once: 1 a second. The provider's is 30 a minute, half of it.
/// </summary>
public sealed class QuotaRefusedTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const CapacityDimension Tokens = LearningQuota.Tokens;

    private static readonly CapacityLimits Sixty = new() { TokensPerMinute = 60 };

    private readonly LearningQuota _learning = new(Sixty, LearningQuota.Whole);

    private RateLimit Limit => _learning.Limit(Tokens)!;

    [Fact]
    public void Refused_Once_GivesWayAndWaitsAsLongAsStated()
    {
        _learning.Begin(30);

        Refuse(asked: 10, wait: 20);

        Assert.Equal(42, Limit.Limit);
        Assert.Equal(LimitSource.Tightened, Limit.Source);

        // At 0.7 a second 20 s bring 14 of the 10: 4 below nothing.
        Assert.Equal(-4, _learning.Level(), 3);
        Assert.Equal(20, _learning.Quota.WaitFor(Quotas.Tokens(10), _learning.Now) / (double)Second, 3);
    }

    /// <summary>
    /// The provider has nothing left at 0 s and refuses 10: 20 s. At 20 s it has 10 and gives 9. At 40 s it has 1 + 10 and refuses 14: 6 s.
    /// <c>r = (A + i2 - i1) / ((t2 - t1) + (w2 - w1)) = (9 + 14 - 10) / (40 + 6 - 20) = 13 / 26</c>.
    /// </summary>
    [Fact]
    public void Refused_Twice_FindsTheRateByTheClosedForm()
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: 20);
        _learning.Wait(20);
        _learning.Begin(9);
        _learning.Wait(20);

        Refuse(asked: 14, wait: 6);

        Assert.Equal(30, Limit.Limit);

        // 6 s until 14 are there, of which half a second each.
        Assert.Equal(11, _learning.Level(), 3);
    }

    /// <summary>As above, but the provider tells what is left: nothing at 0 s, and 1 + 10 at 40 s.</summary>
    [Fact]
    public void Refused_TwiceWithWhatIsLeft_FindsTheSameRate()
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: null, remaining: 0);
        Assert.Equal(0, _learning.Level(), 3);
        _learning.Wait(20);
        _learning.Begin(9);
        _learning.Wait(20);

        Refuse(asked: 14, wait: null, remaining: 11);

        // Level 0 + 40 * 0.7 - 9 = 19, 8 above the truth: 0.7 - 8 / 40 = 0.5 a second.
        Assert.Equal(30, Limit.Limit);
        Assert.Equal(11, _learning.Level(), 3);
    }

    [Fact]
    public void Refused_CallsSentBeforeTheLastRefusal_TeachNothingNew()
    {
        long sent = _learning.Now;
        _learning.Begin(30);
        Refuse(asked: 10, wait: 20);
        _learning.Wait(1);

        Refuse(asked: 10, wait: 60, startedAt: sent);

        Assert.Equal(42, Limit.Limit);
        Assert.Equal(-4 + 0.7, _learning.Level(), 3);
    }

    [Fact]
    public void Refused_AsTheBucketKnewAlready_TeachesNothing()
    {
        _learning.Begin(60);

        Refuse(asked: 10, wait: 10);

        Assert.Equal(60, Limit.Limit);
        Assert.Equal(0, _learning.Level(), 3);
    }

    [Fact]
    public void Refused_AfterTheBucketWasFullInBetween_CountsAsAFirst()
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: 20);
        _learning.Wait(100);
        _learning.Begin(10);

        Refuse(asked: 10, wait: 20);

        // After 100 s the estimate of the first one has long grown back to 60, though no take has asked.
        Assert.Equal(42, Limit.Limit);
    }

    [Fact]
    public void Refused_WithoutFigures_ChangesNoLimit()
    {
        _learning.Begin(30);

        Refuse(asked: 10, wait: null);

        Assert.Equal(60, Limit.Limit);
        Assert.Equal(30, _learning.Level(), 3);
    }

    [Theory]
    [InlineData(10, 60)]
    [InlineData(11, 42)]
    public void Refused_WhileResponsesTellTheLevel_OnlyTheLevelIsTakenOver(int secondsSinceTold, long limit)
    {
        _learning.Begin(30).Learn(remaining: 30, limit: 60);
        _learning.Wait(secondsSinceTold);

        Refuse(asked: 10, wait: null, remaining: 0);

        Assert.Equal(limit, Limit.Limit);
        Assert.Equal(0, _learning.Level(), 3);
    }

    [Fact]
    public void Refused_EightySecondsAgo_TheConfiguredLimitIsBack()
    {
        Refused_Twice_FindsTheRateByTheClosedForm();
        foreach (LearningQuota.Call call in (LearningQuota.Call[])[_learning.Begin(1), _learning.Begin(1), _learning.Begin(1)])
            call.Used(1_000);
        List<long> limits = [];
        foreach (int wait in (int[])[20, 30, 29, 1])
        {
            _learning.Wait(wait);
            Assert.False(_learning.Quota.TryLease(Quotas.Tokens(1), _learning.Now, out _));
            limits.Add(Limit.Limit);
        }

        // 30 * (1 + ((s - 20) / 60)^3) at 20 s, 50 s, 79 s and 80 s.
        Assert.Equal([30, 33, 58, 60], limits);
        Assert.Equal(LimitSource.Configured, Limit.Source);
    }

    [Fact]
    public void Refused_TheLimitIsNamed_OnlyThatOneLearns()
    {
        LearningQuota learning = new(new() { TokensPerMinute = 60, RequestsPerMinute = 60 }, LearningQuota.Whole);
        learning.Begin(30);

        learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Dimension = LearningQuota.Requests, Remaining = 0 }, learning.Now);

        Assert.Equal((42, 60), (learning.Limit(LearningQuota.Requests)!.Limit, learning.Limit(Tokens)!.Limit));
    }

    [Fact]
    public void Refused_NoLimitIsNamed_TakesTheLevelOfTheEmptiestOfAMinuteAndNoRate()
    {
        LearningQuota learning = new(new() { TokensPerMinute = 60, RequestsPerMinute = 60, TokensPerDay = 60 }, LearningQuota.Whole);
        learning.Begin(30);

        for (int refusal = 0; refusal < 5; refusal++)
        {
            learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Wait = 20 * Second }, learning.Now);
            learning.Wait(1);
        }

        Assert.Equal((60, 60, 60), (learning.Limit(LearningQuota.Requests)!.Limit, learning.Limit(Tokens)!.Limit, learning.Limit(CapacityDimension.TokensPerDay)!.Limit));
        Assert.Equal((60, -9, 30), (Math.Floor(learning.Level(LearningQuota.Requests)), Math.Round(learning.Level()), Math.Floor(learning.Level(CapacityDimension.TokensPerDay))));
    }

    /// <summary>Both refusals state the same wait, and a hundred tokens were accepted in between: the rate was at least that.</summary>
    [Fact]
    public void Refused_Twice_LearnsNoRateBelowWhatWasAcceptedMeanwhile()
    {
        LearningQuota learning = new(new() { TokensPerMinute = 600 }, LearningQuota.Whole);
        learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Dimension = Tokens, Wait = Second }, learning.Now);
        learning.Wait(10);
        learning.Begin(55);

        learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Dimension = Tokens, Wait = 21 * Second }, learning.Now);

        // 55 in ten seconds are 330 a minute, and a little more as the estimate grows meanwhile; by the waits alone it would be 55 in thirty.
        Assert.InRange(learning.Limit(Tokens)!.Limit, 330, 340);
    }

    [Fact]
    public void Refused_OnceMore_TakesAtMostHalf()
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: 20);
        _learning.Wait(1);

        Refuse(asked: 10, wait: null, remaining: 0, startedAt: _learning.Now);
        _learning.Wait(1);
        Refuse(asked: 10, wait: null, remaining: 0, startedAt: _learning.Now);

        Assert.InRange(Limit.Limit, 21, 42);
    }

    [Theory]
    [InlineData(20, 10)]
    [InlineData(6, 3)]
    [InlineData(1, 2)]
    public void Refused_NoLimitIsKnown_BeginsTheRampAnew(int underWay, int width)
    {
        LearningQuota learning = new(new());
        learning.Quota.Slots.SlowStart.Look(learning.Now + Second);
        for (int i = 0; i < underWay; i++)
            learning.Begin(10);

        learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now), learning.Now);

        Assert.Equal(width, learning.Quota.Slots.SlowStart.Width);
    }

    private void Refuse(long asked, int? wait, long? remaining = null, long? startedAt = null) =>
        _learning.Quota.Refused(
            new(Quotas.Tokens(asked), startedAt ?? _learning.Now) { Dimension = Tokens, Wait = wait * Second, Remaining = remaining },
            _learning.Now);
}
