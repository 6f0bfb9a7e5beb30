using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Pipeline;

/// <summary>An attempt owns its lease and has exactly one outcome.</summary>
public sealed class AttemptTests
{
    private const long PerMinute = 1_000_000;
    private static readonly int Rounds = Extent.Of(5_000);

    private static readonly string[] Outcomes = ["complete", "fail", "supersede", "abandon"];

    private readonly ManualTime _time = new();
    private readonly Route _route;
    private readonly AttemptServices _services;

    public AttemptTests()
    {
        Clock clock = new(_time);
        _services = new(clock, RoutingEvents.None);
        _route = Routes.Of(_time, settings: new()
        {
            Limits = new() { RequestsPerMinute = PerMinute, TokensPerMinute = PerMinute, MaxConcurrentRequests = 1, Burst = TimeSpan.FromMinutes(1) },
            Profile = ProviderProfile.Generic with { ChargesFailedCalls = true, ReturnsUnusedOutputTokens = true },
        });
    }

    public static TheoryData<string, string, bool, bool> Pairs
    {
        get
        {
            TheoryData<string, string, bool, bool> pairs = new();
            foreach (string first in Outcomes)
                foreach (string second in Outcomes)
                    foreach ((bool isSent, bool isAccepted) in ((bool, bool)[])[(false, false), (true, false), (true, true)])
                        pairs.Add(first, second, isSent, isAccepted);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Outcome_AfterAnother_ChangesNothing(string first, string second, bool isSent, bool isAccepted)
    {
        Attempt attempt = Begin(isSent, isAccepted);
        End(attempt, first);
        object after = Seen(attempt);

        End(attempt, second);

        Assert.Equal(after, Seen(attempt));
        Assert.False(attempt.TryAccept());
        Assert.Equal(0, _route.Quota.Slots.InFlight);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("fail")]
    [InlineData("supersede")]
    [InlineData("abandon")]
    public void Outcomes_OfTwoThreadsAtOnce_SettleOnce(string own)
    {
        using AlignedThreads threads = new();
        for (int round = 0; round < Rounds; round++)
        {
            Attempt attempt = Begin(isSent: true, isAccepted: false);
            threads.Run(() => End(attempt, own), () => End(attempt, "supersede"));
            Assert.Equal(0, _route.Quota.Slots.InFlight);
            Assert.InRange(attempt.Call.Report.Attempts.Count, 0, 1);
        }

        Assert.Equal(PerMinute - Rounds, Level(CapacityDimension.RequestsPerMinute));
    }

    [Theory]
    [InlineData("supersede")]
    [InlineData("abandon")]
    public void Attempt_ThatWasNeverSent_GivesAllBack(string outcome)
    {
        Attempt attempt = Begin(isSent: false, isAccepted: false);
        Assert.True(Level(CapacityDimension.TokensPerMinute) < PerMinute);

        End(attempt, outcome);

        Assert.Equal((PerMinute, PerMinute), (Level(CapacityDimension.RequestsPerMinute), Level(CapacityDimension.TokensPerMinute)));
    }

    [Theory]
    [InlineData("supersede")]
    [InlineData("abandon")]
    public void Attempt_ThatIsOver_IsNotSent(string outcome)
    {
        Attempt attempt = Begin(isSent: false, isAccepted: false);
        End(attempt, outcome);

        Assert.Throws<OperationCanceledException>(attempt.Send);
        Assert.Equal(PerMinute, Level(CapacityDimension.RequestsPerMinute));
    }

    [Theory]
    [InlineData("supersede", false)]
    [InlineData("abandon", false)]
    [InlineData("supersede", true)]
    [InlineData("abandon", true)]
    public void Attempt_ThatWasSent_IsChargedWhatFlowed(string outcome, bool isAccepted)
    {
        Attempt attempt = Begin(isSent: true, isAccepted);

        End(attempt, outcome, new(new() { InputTokenCount = 7, OutputTokenCount = 2 }, Output: 2));

        Assert.Equal((PerMinute - 1, PerMinute - 9), (Level(CapacityDimension.RequestsPerMinute), Level(CapacityDimension.TokensPerMinute)));
    }

    [Theory]
    [InlineData("supersede", false)]
    [InlineData("abandon", false)]
    [InlineData("supersede", true)]
    [InlineData("abandon", true)]
    public void Probe_WithoutAVerdict_IsFreeForTheNextAtOnce(string outcome, bool isSent)
    {
        End(Begin(isSent: true, isAccepted: false), "fail", failure: new() { Kind = FailureKind.Authentication });
        _time.Advance(TimeSpan.FromMinutes(11));
        Attempt probe = Begin(isSent, isAccepted: false);
        Assert.True(probe.IsProbe);
        Assert.True(_route.ShutFor(_time.GetTimestamp()) > 0);

        End(probe, outcome);

        Assert.True(Begin(isSent: true, isAccepted: false).IsProbe);
    }

    private Attempt Begin(bool isSent, bool isAccepted)
    {
        TestCall call = new();
        Assert.True(_route.TryAdmit(call.Demand, 0, _time.GetTimestamp(), out Admission admission));
        Attempt attempt = new(_services, call, admission, _time.GetTimestamp());
        attempt.Begin(Clock.Never);
        if (isSent)
            attempt.Send();
        Assert.Equal(isAccepted, isAccepted && attempt.TryAccept());
        return attempt;
    }

    private static void End(Attempt attempt, string outcome, Flow flow = default, RouteFailure? failure = null)
    {
        switch (outcome)
        {
            case "complete": attempt.Complete(flow); break;
            case "fail": attempt.Fail(failure ?? new() { Kind = FailureKind.InvalidRequest }, flow); break;
            case "supersede": attempt.Supersede(flow); break;
            default: attempt.Abandon(flow); break;
        }
    }

    private object Seen(Attempt attempt) => (
        Level(CapacityDimension.RequestsPerMinute),
        Level(CapacityDimension.TokensPerMinute),
        _route.ShutFor(_time.GetTimestamp()),
        attempt.Call.Report.ServedBy,
        string.Join(';', attempt.Call.Report.Attempts.Select(each => $"{each.Route} {each.Failure?.Kind} {each.IsSuperseded}")));

    private long Level(CapacityDimension dimension) =>
        (long)Math.Round(_route.Quota.Level(RateLimit.Find(_route.Quota.Limits, dimension)!, _time.GetTimestamp()));

    private sealed class TestCall : CallContext
    {
        public TestCall()
            : base(new(100, 50, null, null), new(), CancellationToken.None) => Budget = new(0, Clock.Never, 3);
    }
}
