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

    /// <summary>One refusal proves no rate, and its wait is the cooldown's. The second one within two minutes makes a lower limit likely: the level is then held to the wait.</summary>
    [Fact]
    public void Refused_Once_ChangesNothingByItsWait()
    {
        _learning.Begin(30);

        Refuse(asked: 10, wait: 20);

        Assert.Equal((60, LimitSource.Configured), (Limit.Limit, Limit.Source));
        Assert.Equal(30, _learning.Level(), 3);
    }

    [Fact]
    public void Refused_WithWhatIsLeft_TakesTheLevelAtOnce()
    {
        _learning.Begin(30);

        Refuse(asked: 10, wait: null, remaining: 0);

        Assert.Equal(60, Limit.Limit);
        Assert.Equal(0, _learning.Level(), 3);
    }

    /// <summary>
    /// The provider has nothing left at 0 s and refuses 10: 20 s. At 20 s it has 10 and gives 9. At 40 s it has 1 + 10 and refuses 14: 6 s.
    /// <c>r = (A + i2 - i1) / ((t2 - t1) + (w2 - w1)) = (9 + 14 - 10) / (40 + 6 - 20) = 13 / 26</c>.
    /// </summary>
    [Fact]
    public void Refused_TwiceByName_FindsTheRateByTheClosedForm()
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: 20);
        _learning.Wait(20);
        _learning.Begin(9).Used(9);
        _learning.Wait(20);

        Refuse(asked: 14, wait: 6);

        Assert.Equal((30, LimitSource.Learned), (Limit.Limit, Limit.Source));

        // 6 s until 14 are there, of which half a second each.
        Assert.Equal(11, _learning.Level(), 3);
    }

    /// <summary>As above, but the provider tells what is left: nothing at 0 s, and 1 + 10 at 40 s.</summary>
    [Fact]
    public void Refused_TwiceWithWhatIsLeft_FindsTheSameRate()
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: null, remaining: 0);
        _learning.Wait(20);
        _learning.Begin(9).Used(9);
        _learning.Wait(20);

        Refuse(asked: 14, wait: null, remaining: 11);

        Assert.Equal(30, Limit.Limit);
        Assert.Equal(11, _learning.Level(), 3);
    }

    [Fact]
    public void Refused_CallsSentBeforeTheLastRefusal_TeachNothingNew()
    {
        long sent = _learning.Now;
        _learning.Begin(30);
        Refuse(asked: 10, wait: 20);
        _learning.Wait(6);

        Refuse(asked: 10, wait: 60, startedAt: sent - 1);

        Assert.Equal(60, Limit.Limit);
    }

    [Fact]
    public void Refused_AsTheBucketKnewAlready_TeachesNothing()
    {
        _learning.Begin(60);

        for (int refusal = 0; refusal < 5; refusal++)
            Refuse(asked: 10, wait: 10);

        Assert.Equal(60, Limit.Limit);
        Assert.Equal(0, _learning.Level(), 3);
    }

    [Theory]
    [InlineData(120, 25)]
    [InlineData(121, 60)]
    public void Refused_AgainMinutesLater_BeginsAnew(int seconds, long limit)
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: null, remaining: 0);
        _learning.Wait(seconds);
        _learning.Begin(50).Used(50);

        Refuse(asked: 10, wait: null, remaining: 0);

        Assert.Equal(limit, Limit.Limit);
    }

    [Fact]
    public void Refused_WithinSeconds_MeasuresNoRateYet()
    {
        _learning.Begin(30);
        Refuse(asked: 10, wait: 20);
        _learning.Wait(4);

        Refuse(asked: 10, wait: 20);

        Assert.Equal(60, Limit.Limit);
    }

    [Theory]
    [InlineData(10, 60)]
    [InlineData(11, 27)]
    public void Refused_WhileResponsesTellTheLevel_OnlyTheLevelIsTakenOver(int secondsSinceTold, long limit)
    {
        Refuse(asked: 10, wait: null, remaining: 0);
        _learning.Wait(20);
        LearningQuota.Call call = _learning.Begin(9);
        call.Learn(remaining: 40, limit: 60);
        call.Used(9);
        _learning.Wait(secondsSinceTold);

        Refuse(asked: 10, wait: null, remaining: 5);

        // 9 + 5 in 31 s.
        Assert.Equal(limit, Limit.Limit);
        Assert.Equal(5, _learning.Level(), 3);
    }

    [Fact]
    public void Refused_LongAgo_TheConfiguredLimitIsBack()
    {
        Refused_TwiceByName_FindsTheRateByTheClosedForm();
        foreach (LearningQuota.Call call in Enumerable.Range(0, 8).Select(_ => _learning.Begin(1)).ToArray())
            call.Used(10_000);
        List<long> limits = [];
        foreach (int wait in (int[])[29, 1, 180, 10, 10])
        {
            _learning.Wait(wait);
            Assert.False(_learning.Quota.TryLease(Quotas.Tokens(1), _learning.Now, out _));
            limits.Add(Limit.Limit);
        }

        // 30 for 30 s, a little more for three minutes, then a quarter more every 10 s.
        Assert.Equal([30, 31, 39, 48, 60], limits);
        Assert.Equal(LimitSource.Configured, Limit.Source);
    }

    [Fact]
    public void Refused_WhileItGrows_StepsBackAtOnce()
    {
        Refused_TwiceByName_FindsTheRateByTheClosedForm();
        foreach (LearningQuota.Call call in Enumerable.Range(0, 8).Select(_ => _learning.Begin(1)).ToArray())
            call.Used(10_000);
        _learning.Wait(220);
        Assert.False(_learning.Quota.TryLease(Quotas.Tokens(1), _learning.Now, out _));
        Assert.Equal(48, Limit.Limit);

        _learning.Quota.Refused(new(Quotas.Tokens(10), _learning.Now) { Dimension = Tokens, Remaining = -2_000 }, _learning.Now);

        Assert.Equal(30, Limit.Limit);
    }

    [Fact]
    public void Refused_TheLimitIsNamed_OnlyThatOneLearns()
    {
        LearningQuota learning = new(new() { TokensPerMinute = 60, RequestsPerMinute = 60 }, LearningQuota.Whole);
        for (int refusal = 0; refusal < 2; refusal++)
        {
            learning.Wait(20);
            learning.Begin(10).Used(10);
            learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Dimension = LearningQuota.Requests, Remaining = 0 }, learning.Now);
        }

        // One call in 20 s.
        Assert.Equal((3, 60), (learning.Limit(LearningQuota.Requests)!.Limit, learning.Limit(Tokens)!.Limit));
    }

    [Fact]
    public void Refused_NoLimitIsNamed_IsEvidenceOfTheEmptiestOfAMinute()
    {
        LearningQuota learning = new(new() { TokensPerMinute = 60, RequestsPerMinute = 60, TokensPerDay = 60 }, LearningQuota.Whole);
        learning.Begin(30);

        for (int refusal = 0; refusal < 5; refusal++)
        {
            learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Wait = 20 * Second }, learning.Now);
            learning.Wait(3);
        }

        Assert.Equal((60, 60), (learning.Limit(LearningQuota.Requests)!.Limit, learning.Limit(CapacityDimension.TokensPerDay)!.Limit));
        Assert.InRange(learning.Limit(Tokens)!.Limit, 1, 59);
        Assert.Equal((60, 30), (Math.Floor(learning.Level(LearningQuota.Requests)), Math.Floor(learning.Level(CapacityDimension.TokensPerDay))));
    }

    /// <summary>Both refusals are of one limit, and 55 tokens were accepted in ten seconds in between: the rate was at least that.</summary>
    [Fact]
    public void Refused_Twice_LearnsNoRateBelowWhatWasAcceptedMeanwhile()
    {
        LearningQuota learning = new(new() { TokensPerMinute = 600 }, LearningQuota.Whole);
        learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Dimension = Tokens, Wait = Second }, learning.Now);
        learning.Wait(10);
        learning.Begin(55).Used(55);

        learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Dimension = Tokens, Wait = 21 * Second }, learning.Now);

        Assert.Equal(330, learning.Limit(Tokens)!.Limit);
    }

    [Fact]
    public void Refused_ForAThousandthOfTheLimit_GoesThereInBoundedSteps()
    {
        LearningQuota learning = new(new() { TokensPerMinute = 1_000_000 }, LearningQuota.Whole);
        List<long> limits = [];
        for (int refusal = 0; refusal < 5; refusal++)
        {
            learning.Quota.Refused(new(Quotas.Tokens(10), learning.Now) { Dimension = Tokens, Remaining = 0 }, learning.Now);
            limits.Add(learning.Limit(Tokens)!.Limit);
            learning.Wait(6);
            learning.Begin(10).Used(10);
        }

        Assert.Equal([1_000_000, 62_500, 62_500, 3_906, 3_906], limits);
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
