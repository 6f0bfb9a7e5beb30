using CapacityRouting.Simulation;

namespace CapacityRouting.Simulation.Tests.Metrics;

/// <summary>Figures of runs that were written down by hand.</summary>
public sealed class RunMetricsTests
{
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private readonly List<CallRecord> _calls = [];
    private readonly List<ProviderVisit> _visits = [];
    private ProviderSettings _preferred = new() { Name = "a", Prices = new(10, 10), Limits = ProviderLimit.Of(new() { RequestsPerMinute = 60 }) };

    [Fact]
    public void Of_ServedRefusedAndFailed_AreCountedAndHeldAgainstTheOracle()
    {
        Served("a", tokens: 100);
        Served("b", tokens: 300);
        Ended(CallOutcome.Refused);
        Ended(CallOutcome.Failed);

        RunMetrics metrics = Measure(new(4, 1_600, [1, 4]));

        Assert.Equal((4, 2, 1, 1), (metrics.Offered, metrics.Served, metrics.Refused, metrics.Failed));
        Assert.Equal(2.0 / 4, metrics.GoodputRequests);
        Assert.Equal(400.0 / 1_600, metrics.GoodputTokens);
        Assert.Equal(1.0 / 2, metrics.PreferredShare);
        Assert.Equal(1.0 / 4, metrics.OraclePreferredShare);
        Assert.Equal((0, 0), (metrics.Lost, metrics.Doubled));
    }

    [Fact]
    public void Of_CallsServedAfterTheirPatience_AreNoGoodput()
    {
        Served("a", tokens: 100).AddedWait = _patience;
        Served("a", tokens: 300).AddedWait = _patience + TimeSpan.FromTicks(1);

        RunMetrics metrics = Measure(new(2, 400, [2, 2]));

        Assert.Equal((2, 1), (metrics.Served, metrics.Late));
        Assert.Equal(1.0 / 2, metrics.GoodputRequests);
        Assert.Equal(100.0 / 400, metrics.GoodputTokens);
    }

    [Fact]
    public void Of_CallsWithoutAnOutcomeOrAnAnswerFromNowhere_AreLost()
    {
        Served("a", tokens: 100);
        Add(CallOutcome.None).Outcomes = 0;
        Ended(CallOutcome.Served);

        Assert.Equal(2, Measure().Lost);
    }

    [Fact]
    public void Of_CallsThatTwoAnsweredOrThatEndedTwice_AreDoubled()
    {
        Visit(Served("a", tokens: 100), "b", VisitEnd.Answered);
        Served("a", tokens: 100).Outcomes = 2;
        Served("a", tokens: 100);

        Assert.Equal(2, Measure().Doubled);
    }

    [Fact]
    public void Of_RefusalsByProviders_CountForAThousandCalls()
    {
        for (int i = 0; i < 8; i++)
            Served("a", tokens: 1);
        Visit(_calls[0], "a", VisitEnd.RateLimited);
        Visit(_calls[0], "b", VisitEnd.RateLimited);
        Visit(_calls[1], "b", VisitEnd.Unavailable);

        Assert.Equal(2 * 1_000.0 / 8, Measure().RefusedPer1000);
    }

    [Fact]
    public void Of_RefusalsByProviders_TellWhoseAreTheMost()
    {
        Served("a", tokens: 1);
        Assert.Equal(0, Measure().MostRefusedByOne);

        Visit(_calls[0], "a", VisitEnd.RateLimited);
        Visit(_calls[0], "a", VisitEnd.Unavailable);
        Visit(_calls[0], "b", VisitEnd.RateLimited);
        Visit(_calls[0], "b", VisitEnd.RateLimited);

        Assert.Equal(2, Measure().MostRefusedByOne);
    }

    [Fact]
    public void Of_TokensChargedForNothing_AreWasted()
    {
        Visit(Served("a", tokens: 100), "b", VisitEnd.Broken).ChargedTokens = 70;
        Visit(_calls[0], "b", VisitEnd.Abandoned).ChargedTokens = 30;

        Assert.Equal(100, Measure().WastedTokens);
    }

    [Fact]
    public void Of_Waits_AreTheValuesThatHalfAndNearlyAllDoNotExceed()
    {
        for (int i = 1; i <= 200; i++)
            Served("a", tokens: 1).AddedWait = TimeSpan.FromMilliseconds(i);

        RunMetrics metrics = Measure();

        Assert.Equal(TimeSpan.FromMilliseconds(100), metrics.WaitP50);
        Assert.Equal(TimeSpan.FromMilliseconds(198), metrics.WaitP99);
    }

    [Fact]
    public void Of_Costs_AreHeldAgainstTheCheapestThatTheLimitsAllow()
    {
        // 4 calls of a million tokens at 10 each. b costs 1 and takes 3: 3 * 1 + 1 * 10.
        for (int i = 0; i < 4; i++)
            Served("a", tokens: 1_000_000);

        Assert.Equal(40.0 / 13, Measure(new(4, 4_000_000, [4, 3])).CostRatio, 9);
    }

    [Fact]
    public void Of_MoreAskedForThanAllowed_IsTheOvershootOfTheWorstWindow()
    {
        // A bucket of 60 a minute lets 120 through in its best minute; 132 ask in one, and one more a minute after the first.
        for (int i = 0; i < 132; i++)
            Visit(Served("b", tokens: 1), "a", i < 120 ? VisitEnd.Answered : VisitEnd.RateLimited, at: 10);
        Visit(_calls[0], "a", VisitEnd.RateLimited, at: 70);

        Assert.Equal(0.1, Measure().Overshoot, 9);
    }

    [Fact]
    public void Of_OvershootOfAFixedWindow_LooksAtEachWindowByItself()
    {
        _preferred = _preferred with { Limits = ProviderLimit.Of(new() { RequestsPerMinute = 60 }, LimiterShape.FixedWindow) };
        for (int i = 0; i < 120; i++)
            Visit(Served("b", tokens: 1), "a", VisitEnd.Answered, at: i < 60 ? 59 : 60);

        Assert.Equal(0, Measure().Overshoot);
    }

    [Fact]
    public void Of_Estimates_AreComparedAtTheStartAndTheEnd()
    {
        foreach ((long estimated, long actual) in new[] { (150L, 100L), (80L, 100L), (100L, 100L) })
        {
            CallRecord call = Served("a", tokens: 100);
            call.EstimatedTokens = estimated;
            call.ActualTokens = actual;
        }

        RunMetrics metrics = Measure();

        Assert.Equal(0.5, metrics.EstimateErrorAtStart);
        Assert.Equal(0, metrics.EstimateErrorAtEnd);
    }

    [Fact]
    public void Of_AnOutage_TellsHowSoonItWasLeftAloneAndHowSoonItWasBack()
    {
        _preferred = _preferred with { Faults = [new(FaultKind.Outage) { From = TimeSpan.FromSeconds(100), Until = TimeSpan.FromSeconds(200) }] };
        for (int second = 0; second < 300; second++)
            if (second is < 100 or >= 215)
                Served("a", tokens: 1, at: second);
            else
                Add(CallOutcome.Refused, at: second);

        // Six calls find out, and then there is a probe every 20 s.
        foreach (double second in new[] { 100, 100.5, 100.75, 101, 101.25, 101.5, 120, 140, 160, 180 })
            Visit(_calls[0], "a", VisitEnd.Unavailable, at: second);
        _calls.Add(new(_calls.Count, new(TimeSpan.FromSeconds(300), 1, 1), isStream: false) { Outcome = CallOutcome.Refused, Outcomes = 1 });

        RunMetrics metrics = Measure();

        // After 100.5 s there are only four more within ten seconds.
        Assert.Equal(TimeSpan.FromSeconds(0.5), metrics.OffAfter);

        // One a second before; from 214 on there are nine in ten seconds.
        Assert.Equal(TimeSpan.FromSeconds(14), metrics.BackAfter);
    }

    [Fact]
    public void Of_AnOutageInWhichItIsNeverLeftAlone_TellsTheWholeOfIt()
    {
        _preferred = _preferred with { Faults = [new(FaultKind.Outage) { From = TimeSpan.FromSeconds(100), Until = TimeSpan.FromSeconds(200) }] };
        Served("a", tokens: 1, at: 50);

        // A call every five seconds, each of which asks it first.
        for (int second = 100; second < 200; second += 5)
            Visit(Served("b", tokens: 1, at: second), "a", VisitEnd.Unavailable, at: second);

        Assert.Equal(TimeSpan.FromSeconds(100), Measure().OffAfter);
    }

    [Fact]
    public void Of_NothingServed_HasFiguresAllTheSame()
    {
        Ended(CallOutcome.Refused);

        RunMetrics metrics = Measure();

        Assert.Equal((0, 0, 1), (metrics.GoodputRequests, metrics.PreferredShare, metrics.CostRatio));
        Assert.Equal(TimeSpan.Zero, metrics.WaitP99);
        Assert.Null(metrics.EstimateErrorAtEnd);
    }

    [Fact]
    public void Of_NoOutage_TellsNoRecovery()
    {
        Served("a", tokens: 1);

        Assert.Null(Measure().OffAfter);
        Assert.Null(Measure().BackAfter);
    }

    private RunMetrics Measure(OracleBound? oracle = null)
    {
        ProviderSettings second = new() { Name = "b", Prices = new(1, 1) };
        Workload workload = new("by hand", _calls.Select(call => call.Call).OrderBy(call => call.At));
        return RunMetrics.Of(
            new(workload, [_preferred, second], _calls, [.. _visits.OrderBy(visit => visit.At)], [], _patience),
            oracle ?? new(_calls.Count, 1, [_calls.Count, _calls.Count]));
    }

    private CallRecord Served(string by, int tokens, double at = 0)
    {
        CallRecord call = Add(CallOutcome.Served, tokens, at);
        call.ServedBy = by;
        Visit(call, by, VisitEnd.Answered, at);
        return call;
    }

    private void Ended(CallOutcome outcome) => Add(outcome);

    private CallRecord Add(CallOutcome outcome, int tokens = 2, double at = 0)
    {
        CallRecord call = new(_calls.Count, new(TimeSpan.FromSeconds(at), tokens - (tokens / 2), tokens / 2), isStream: false) { Outcome = outcome, Outcomes = 1 };
        _calls.Add(call);
        return call;
    }

    private ProviderVisit Visit(CallRecord call, string provider, VisitEnd end, double at = 0)
    {
        ProviderVisit visit = new(provider, call.Number, TimeSpan.FromSeconds(at)) { End = end };
        _visits.Add(visit);
        return visit;
    }
}
