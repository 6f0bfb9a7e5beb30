using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

/// <summary>The evidence that a route is slow. Its usual time is 0.5 s here, so that an answer is late after 1.5 s.</summary>
public sealed class RoutePaceTests : IDisposable
{
    private static readonly Clock Clock = new(new FakeTimeProvider());

    private readonly CapturingLoggerFactory _log = new();
    private readonly RoutePace _pace;
    private readonly RoutePace _other = new(Clock, "b", RoutingEvents.None);
    private double _now = 100;

    public RoutePaceTests()
    {
        _pace = new(Clock, "a", RoutingLog.ListeningFor(_log));
        Answer(0.5, times: 20);
    }

    [Fact]
    public void IsSuspect_FromTheSecondLateAnswerOn_UntilAsManyCameInTime()
    {
        Answer(2);
        Assert.False(_pace.IsSuspect(Now));
        Answer(2);
        Assert.True(_pace.IsSuspect(Now));

        Answer(0.5, times: 2);
        Assert.False(_pace.IsSuspect(Now));
    }

    [Fact]
    public void IsSuspect_TwoThatAreOverdue_AreEnoughBeforeTheyEnd()
    {
        Begin();
        _now += 0.25;
        Begin();
        _now += 1.4;
        Assert.False(_pace.IsSuspect(Now));

        _now += 0.1;
        Assert.True(_pace.IsSuspect(Now));
    }

    [Fact]
    public void IsSuspect_OverdueBesideLaterOnesThatCome_IsFalse()
    {
        Begin();
        Begin();
        Begin();
        _now += 1;
        Answer(0.5);
        _now += 10;

        Assert.False(_pace.IsSuspect(Now));
    }

    [Fact]
    public void IsSuspect_BeforeTwentyAnswers_IsFalse()
    {
        RoutePace fresh = new(Clock, "c", RoutingEvents.None);
        for (int i = 0; i < 19; i++)
            fresh.Answered(fresh.FirstContents, fresh.Began(fresh.FirstContents, Now, 0), Now, Now + Ticks(0.1), 0);
        byte place = fresh.Began(fresh.FirstContents, Now, 0);

        fresh.Left(fresh.FirstContents, place, Now, Now + Ticks(50), 0, ranOut: true);

        Assert.False(fresh.IsSuspect(Now + Ticks(50)));
    }

    [Theory]
    [InlineData(0, true)] // Nothing recent is known of the other.
    [InlineData(0.85, true)]
    [InlineData(0.95, false)]
    public void IsSlowerThan_AnotherByItsRecentTimes_AsksForTwiceTheSpeed(double seconds, bool expected)
    {
        Answer(2, times: 2);
        if (seconds > 0)
            _other.Answered(_other.FirstContents, PendingAnswers.Unwatched, Now - Ticks(seconds), Now, 0);

        Assert.Equal(expected, _pace.IsSlowerThan(_other, Now));
    }

    [Fact]
    public void IsSlowerThan_WhatWasSlowAMinuteAgo_IsForgotten()
    {
        Answer(2, times: 2);
        _other.Answered(_other.FirstContents, PendingAnswers.Unwatched, Now - Ticks(10), Now, 0);
        Assert.False(_pace.IsSlowerThan(_other, Now));

        _now += 61;
        Assert.True(_pace.IsSlowerThan(_other, Now));
    }

    [Fact]
    public void Lose_UntilAnswersInTimeHaveClearedIt_IsToldOnceEachWay()
    {
        Answer(4, times: 5);
        _pace.Lose(Now);
        _pace.Lose(Now);
        Assert.True(_pace.IsSlow);
        Assert.InRange(_pace.SlowFor(Now + Ticks(3)), Ticks(3), Ticks(3));

        Answer(0.5, times: 2);
        Assert.True(_pace.IsSlow);
        Answer(0.5);

        Assert.False(_pace.IsSlow);
        Assert.Equal(0, _pace.SlowFor(Now));
        Assert.Collection(
            _log.Messages,
            lost => Assert.StartsWith("Warning: Route a is several times slower than usual", lost, StringComparison.Ordinal),
            back => Assert.StartsWith("Information: Route a has its preference back", back, StringComparison.Ordinal));
    }

    [Fact]
    public void IsTrialDue_AfterAnEndOrAWhile_IsForOneAtATime()
    {
        Answer(2, times: 2);
        _pace.Lose(Now);
        Assert.False(_pace.IsTrialDue(Now + Ticks(9.9)));
        Assert.True(_pace.IsTrialDue(Now + Ticks(10)));

        _now += 10;
        byte trial = Begin();
        Assert.False(_pace.IsTrialDue(Now + Ticks(9.9)));
        _pace.Left(_pace.FirstContents, trial, Now, Now + Ticks(5), 0, ranOut: true);
        Assert.False(_pace.IsTrialDue(Now + Ticks(5.9)));
        Assert.True(_pace.IsTrialDue(Now + Ticks(6)));

        _now += 6;
        Answer(0.5);
        Assert.True(_pace.IsTrialDue(Now));
    }

    [Fact]
    public void Answered_LateWhileThePreferenceIsLost_TeachesNothing()
    {
        Answer(2, times: 2);
        _pace.Lose(Now);
        (long limit, long late) = (_pace.FirstContents.LimitFor(), _pace.FirstContents.LateAfter());

        for (int i = 0; i < 100; i++)
        {
            Answer(8);
            byte place = Begin();
            _pace.Left(_pace.FirstContents, place, Now - Ticks(60), Now, 0, ranOut: true);
        }

        Assert.Equal((limit, late), (_pace.FirstContents.LimitFor(), _pace.FirstContents.LateAfter()));
    }

    [Fact]
    public void Answered_LateWhereNoOtherRouteIsFaster_MovesTheUsualSlowlyUpward()
    {
        Answer(2, times: 4);
        Assert.True(_pace.IsSuspect(Now));

        Answer(2, times: 30);

        Assert.False(_pace.IsSuspect(Now));
        Assert.InRange(_pace.FirstContents.LateAfter(), Ticks(2), Ticks(8));
    }

    [Fact]
    public void IsSlow_AfterAnHour_IsAcceptedAsUsual()
    {
        Answer(2, times: 2);
        _pace.Lose(Now);
        for (int minute = 0; minute < 50; minute++, _now += 60)
            Answer(8);
        Assert.True(_pace.IsSlow);

        _now += 600;
        Answer(8);

        Assert.False(_pace.IsSlow);
        Assert.Equal(Clock.Never, _pace.FirstContents.LateAfter());
    }

    [Fact]
    public void Left_WithoutAnAnswerInTime_IsNoEvidence()
    {
        for (int i = 0; i < 100; i++)
            _pace.Left(_pace.FirstContents, Begin(), Now, Now + Ticks(1), 0, ranOut: false);

        Assert.False(_pace.IsSuspect(Now + Ticks(1)));
    }

    public void Dispose() => _log.Dispose();

    private long Now => Ticks(_now);

    private byte Begin() => _pace.Began(_pace.FirstContents, Now, 0);

    private void Answer(double seconds, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            long began = Now;
            byte place = Begin();
            _now += seconds;
            _pace.Answered(_pace.FirstContents, place, began, Now, 0);
        }
    }

    private static long Ticks(double seconds) => Clock.ToTicks(TimeSpan.FromSeconds(seconds));
}
