using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Health;

/// <summary>Opens at half failures of at least four outcomes in thirty seconds, for five seconds doubling to twenty.</summary>
public sealed class BreakerTests
{
    private static readonly CircuitBreakerSettings Settings = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 4,
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = TimeSpan.FromSeconds(5),
        MaxBreakDuration = TimeSpan.FromSeconds(20),
    };

    private readonly ManualTime _time = new();
    private readonly Breaker _breaker;

    public BreakerTests() => _breaker = new(Settings, new Clock(_time));

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Record_SuccessesOnly_NeverOpens()
    {
        for (int i = 0; i < 1_000; i++)
            Assert.False(_breaker.Record(succeeded: true, Now));

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.True(_breaker.TryPass(Now));
        Assert.Equal(0, _breaker.RemainingTicks(Now));
    }

    [Fact]
    public void Record_FewerThanTheMinimum_StaysClosed()
    {
        Tell(false, false, false);

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.True(_breaker.TryPass(Now));
    }

    [Fact]
    public void Record_TheMinimumAllFailed_OpensOnTheLast()
    {
        Assert.Equal([false, false, false, true], Tell(false, false, false, false));

        Assert.Equal(CircuitState.Open, _breaker.State);
        Assert.False(_breaker.TryPass(Now));
        Assert.Equal(Ticks(5), _breaker.RemainingTicks(Now));
    }

    [Fact]
    public void Record_FewerFailuresThanTheRatio_StaysClosed()
    {
        Tell(false, true, true, true, false, true, true, true, false);

        Assert.Equal(CircuitState.Closed, _breaker.State);
    }

    [Fact]
    public void Record_FailuresAtTheRatio_Opens()
    {
        Assert.True(Tell(false, true, true, false)[^1]);

        Assert.Equal(CircuitState.Open, _breaker.State);
    }

    [Fact]
    public void Record_ProbeThatSucceedsLongAfterTheLastFailure_Closes()
    {
        Tell(false, false, false, false);
        _time.Advance(Settings.SamplingDuration + TimeSpan.FromSeconds(1));
        Assert.True(_breaker.TryPass(Now));

        Assert.True(_breaker.Record(succeeded: true, Now));

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.False(_breaker.IsShut);
    }

    [Fact]
    public void Record_ALongHealthyPast_DoesNotHideAnOutage()
    {
        for (int i = 0; i < 10_000; i++)
            _breaker.Record(succeeded: true, Now);

        Tell(false, false, false, false);

        Assert.Equal(CircuitState.Open, _breaker.State);
    }

    [Fact]
    public void Record_FailuresFartherApartThanTheSampling_StaysClosed()
    {
        for (int i = 0; i < 20; i++)
        {
            Tell(false);
            _time.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Equal(CircuitState.Closed, _breaker.State);
    }

    [Fact]
    public void TryPass_WhenTheBreakIsOver_LetsOneProbeThrough()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(_breaker.TryPass(Now));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True(_breaker.TryPass(Now));
        Assert.False(_breaker.TryPass(Now));
        Assert.True(_breaker.IsShut);
    }

    [Fact]
    public void Record_TheProbeSucceeds_Closes()
    {
        Open();
        Probe(TimeSpan.FromSeconds(5));

        Assert.True(_breaker.Record(succeeded: true, Now));

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.False(_breaker.IsShut);
        Assert.True(_breaker.TryPass(Now));
        Assert.True(_breaker.TryPass(Now));
    }

    [Fact]
    public void Record_ProbeAfterProbeFails_DoublesUpToTheMaximum()
    {
        Open();
        int wait = 5;
        foreach (int next in new[] { 10, 20, 20, 20 })
        {
            Probe(TimeSpan.FromSeconds(wait));
            Assert.False(_breaker.Record(succeeded: false, Now), "It was open already.");
            Assert.Equal(CircuitState.Open, _breaker.State);
            Assert.Equal(Ticks(next), _breaker.RemainingTicks(Now));
            wait = next;
        }
    }

    [Fact]
    public void Record_ClosedAndOpenedAgain_BeginsAtTheFirstBreak()
    {
        Open();
        Probe(TimeSpan.FromSeconds(5));
        _breaker.Record(succeeded: false, Now);
        Probe(TimeSpan.FromSeconds(10));
        _breaker.Record(succeeded: true, Now);

        Open();

        Assert.Equal(Ticks(5), _breaker.RemainingTicks(Now));
    }

    [Fact]
    public void Record_ALateOutcomeWhileOpen_ChangesNothing()
    {
        Open();

        Assert.Equal([false, false], Tell(true, false));

        Assert.Equal(CircuitState.Open, _breaker.State);
        Assert.Equal(Ticks(5), _breaker.RemainingTicks(Now));
    }

    [Fact]
    public void TryPass_AProbeNeverHeardOfAgain_LetsTheNextThroughABreakLater()
    {
        Open();
        Probe(TimeSpan.FromSeconds(5));

        Assert.Equal(Ticks(5), _breaker.RemainingTicks(Now));
        Probe(TimeSpan.FromSeconds(5));
        Assert.True(_breaker.Record(succeeded: true, Now));
    }

    [Fact]
    public void Undecided_OfTheProbe_LetsTheNextThroughAtOnce()
    {
        Open();
        Probe(TimeSpan.FromSeconds(5));

        _breaker.Undecided(Now, Now);

        Assert.True(_breaker.TryPass(Now));
        Assert.False(_breaker.TryPass(Now));
        Assert.True(_breaker.Record(succeeded: true, Now));
        Assert.Equal(CircuitState.Closed, _breaker.State);
    }

    [Fact]
    public async Task IsolateAsync_ByAnOperator_LetsNothingThroughUntilRestored()
    {
        await _breaker.IsolateAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromDays(1_000));
        Assert.Equal(CircuitState.Isolated, _breaker.State);
        Assert.False(_breaker.TryPass(Now));
        Assert.Equal([false, false], Tell(true, false));
        _breaker.Undecided(Now, Now);
        Assert.False(_breaker.TryPass(Now));

        await _breaker.RestoreAsync(CancellationToken.None);

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.True(_breaker.TryPass(Now));
    }

    [Fact]
    public async Task RestoreAsync_WhileOpen_ClosesAtOnce()
    {
        Open();

        await _breaker.RestoreAsync(CancellationToken.None);

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.True(_breaker.TryPass(Now));
    }

    [Fact]
    public void Record_SuccessesOfAHealthyRoute_AllocateNothing()
    {
        _breaker.Record(succeeded: true, Now);
        long now = Now;
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1_000; i++)
            _breaker.Record(succeeded: true, now);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static long Ticks(int seconds) => seconds * TimeSpan.TicksPerSecond;

    private bool[] Tell(params bool[] outcomes) => [.. outcomes.Select(succeeded => _breaker.Record(succeeded, Now))];

    private void Open()
    {
        Tell(false, false, false, false);
        Assert.Equal(CircuitState.Open, _breaker.State);
    }

    private void Probe(TimeSpan after)
    {
        _time.Advance(after);
        Assert.True(_breaker.TryPass(Now), "No probe is due.");
    }
}
