using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Health;

/// <summary>Opens at half failures of at least four outcomes in thirty seconds, for five seconds to twenty.</summary>
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

    public BreakerTests() => _breaker = new(Settings, new Clock(_time), new Jitter(1));

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Record_SuccessesOnly_NeverOpens()
    {
        for (int i = 0; i < 1_000; i++)
            Assert.False(_breaker.Succeeded(Now, Now));

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

        Assert.True(_breaker.Succeeded(Now, Now));

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.False(_breaker.IsShut);
    }

    [Fact]
    public void Record_ALongHealthyPast_DoesNotHideAnOutage()
    {
        for (int i = 0; i < 10_000; i++)
            _breaker.Succeeded(Now, Now);

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

        Assert.True(_breaker.Succeeded(Now, Now));

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.False(_breaker.IsShut);
        Assert.True(_breaker.TryPass(Now));
        Assert.True(_breaker.TryPass(Now));
    }

    /// <summary>A sixteenth of the outage, less up to a quarter by chance, from 17 s to 20 s.</summary>
    [Fact]
    public void Failed_ProbeAfterProbe_WaitsAShareOfTheOutage()
    {
        Open();
        long opened = Now;
        for (int probe = 0; probe < 60; probe++)
        {
            _time.Advance(TimeSpan.FromTicks(_breaker.RemainingTicks(Now)));
            Assert.True(_breaker.TryPass(Now));
            Assert.False(_breaker.Failed(Now, Now), "It was open already.");
            long share = (Now - opened) / 16;
            Assert.InRange(_breaker.RemainingTicks(Now), Math.Clamp(share * 3 / 4, Ticks(12), Ticks(20)), Math.Clamp(share, Ticks(12), Ticks(20)));
        }

        Assert.Equal(Ticks(20), _breaker.RemainingTicks(Now));
    }

    [Fact]
    public void Record_ClosedAndOpenedAgain_BeginsAtTheFirstBreak()
    {
        Open();
        Probe(TimeSpan.FromSeconds(5));
        _breaker.Failed(Now, Now);
        Probe(TimeSpan.FromSeconds(12));
        _breaker.Succeeded(Now, Now);

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
    public void TryPass_AProbeNeverHeardOfAgain_LetsTheNextThroughAfterTheWait()
    {
        Open();
        Probe(TimeSpan.FromSeconds(5));

        Assert.Equal(Ticks(12), _breaker.RemainingTicks(Now));
        Probe(TimeSpan.FromSeconds(12));
        Assert.True(_breaker.Succeeded(Now, Now));
    }

    [Fact]
    public void Undecided_OfTheProbe_LetsTheNextThroughAtOnce()
    {
        Open();
        Probe(TimeSpan.FromSeconds(5));

        _breaker.Undecided(Now, Now);

        Assert.True(_breaker.TryPass(Now));
        Assert.False(_breaker.TryPass(Now));
        Assert.True(_breaker.Succeeded(Now, Now));
        Assert.Equal(CircuitState.Closed, _breaker.State);
    }

    [Fact]
    public void Isolate_ByAnOperator_LetsNothingThroughUntilRestored()
    {
        _breaker.Isolate();

        _time.Advance(TimeSpan.FromDays(1_000));
        Assert.Equal(CircuitState.Isolated, _breaker.State);
        Assert.False(_breaker.TryPass(Now));
        Assert.Equal([false, false], Tell(true, false));
        _breaker.Undecided(Now, Now);
        Assert.False(_breaker.TryPass(Now));

        _breaker.Restore();

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.True(_breaker.TryPass(Now));
    }

    [Fact]
    public void Restore_WhileOpen_ClosesAtOnce()
    {
        Open();

        _breaker.Restore();

        Assert.Equal(CircuitState.Closed, _breaker.State);
        Assert.True(_breaker.TryPass(Now));
    }

    [Fact]
    public void Record_SuccessesOfAHealthyRoute_AllocateNothing()
    {
        _breaker.Succeeded(Now, Now);
        long now = Now;
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1_000; i++)
            _breaker.Succeeded(now, now);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static long Ticks(int seconds) => seconds * TimeSpan.TicksPerSecond;

    private bool[] Tell(params bool[] outcomes) => [.. outcomes.Select(succeeded => succeeded ? _breaker.Succeeded(Now, Now) : _breaker.Failed(Now, Now))];

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
