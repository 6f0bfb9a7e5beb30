using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Health;

/// <summary>Timeouts in a row, and failures that come late. With the default settings.</summary>
public sealed class BreakerTimeoutTests
{
    private readonly ManualTime _time = new();
    private readonly Breaker _breaker;

    public BreakerTimeoutTests() => _breaker = Breaker();

    private long Now => _time.GetTimestamp();

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 9.9)]
    [InlineData(2, 10)]
    [InlineData(2, 300)]
    public void Failed_TimeoutsInARow_Open(int needed, double seconds)
    {
        for (int i = 1; i <= needed; i++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            Assert.Equal(i == needed, TimeOut(after: seconds));
        }

        Assert.Equal(CircuitState.Open, _breaker.State);
    }

    [Fact]
    public void Failed_TimeoutsWithASuccessInBetween_OpenNothing()
    {
        for (int i = 0; i < 20; i++)
        {
            TimeOut(after: 60);
            _time.Advance(TimeSpan.FromSeconds(1));
            _breaker.Succeeded(Now, Now);
        }

        Assert.Equal(CircuitState.Closed, _breaker.State);
    }

    /// <summary>It began before the timeouts did, and tells of the time before.</summary>
    [Fact]
    public void Succeeded_AnAttemptFromBeforeTheTimeouts_BreaksNoRun()
    {
        long before = Now;
        _time.Advance(TimeSpan.FromSeconds(5));
        TimeOut(after: 60);

        _breaker.Succeeded(before, Now);

        Assert.True(TimeOut(after: 60));
    }

    [Fact]
    public void Failed_WithTheSwitchOff_OpensNothing()
    {
        Breaker off = Breaker(new() { MinimumThroughput = int.MaxValue });
        for (int i = 0; i < 100; i++)
            Assert.False(off.Failed(Now, Now, isTimeout: true));

        Assert.Equal(CircuitState.Closed, off.State);
    }

    [Fact]
    public void Failed_LongAfterTheRouteWasWellAgain_CountsForNothing()
    {
        long outage = Now;
        for (int second = 0; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (second > 20)
                _breaker.Succeeded(Now, Now);
        }

        for (int i = 0; i < 100; i++)
            Assert.False(_breaker.Failed(outage + i, Now, isTimeout: i % 2 == 0));
    }

    [Fact]
    public void TryPass_AfterAHang_PassesFourBy()
    {
        Hang();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([false, false, false, false, true, false], Enumerable.Range(0, 6).Select(_ => _breaker.TryPass(Now)));
    }

    /// <summary>A call comes shortly after the probe is due, or long after.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(3.4, true)]
    [InlineData(3.5, false)]
    [InlineData(3_600, false)]
    public void TryPass_AfterAShortHang_PassesByWhereCallsAreRare(double after, bool passes)
    {
        for (int i = 0; i < 3; i++)
            _breaker.Failed(Now, Now, isTimeout: true);
        _time.Advance(TimeSpan.FromSeconds(after));

        Assert.Equal(!passes, _breaker.IsPassingBy(Now));
        Assert.Equal(passes, _breaker.TryPass(Now));
    }

    /// <summary>A probe that is given up before the next one is due costs no call its probe.</summary>
    [Fact]
    public void Failed_AProbeThatHungForLess_LeavesTheNextOneDueByItsStart()
    {
        Hang();
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 4; i++)
            _breaker.TryPass(Now);
        long probe = Now;
        Assert.True(_breaker.TryPass(Now));
        _time.Advance(TimeSpan.FromSeconds(2));
        _breaker.Failed(probe, Now, isTimeout: true);

        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.True(_breaker.TryPass(Now));
    }

    [Fact]
    public void TryPass_AfterAHangOfTheOnlyRoute_PassesNobodyBy()
    {
        Breaker alone = Breaker(isAlone: true);
        for (int i = 0; i < 3; i++)
            alone.Failed(Now - TimeSpan.TicksPerMinute, Now, isTimeout: true);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(alone.TryPass(Now));
    }

    /// <summary>The second probe has gone by then: calls are frequent, and what the first one tells delays the third by nothing.</summary>
    [Fact]
    public void Failed_AProbeThatHungWhileTheNextOneWent_PassesNobodyBy()
    {
        Hang();
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 4; i++)
            _breaker.TryPass(Now);
        long first = Now;
        Assert.True(_breaker.TryPass(Now));
        _time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.True(_breaker.TryPass(Now));
        _time.Advance(TimeSpan.FromSeconds(2));

        _breaker.Failed(first, Now, isTimeout: true);

        _time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.True(_breaker.TryPass(Now));
    }

    /// <summary>Two probes overlap, and the later one fails first: that the earlier one then serves says less.</summary>
    [Fact]
    public void Succeeded_AProbeThatBeganBeforeAFailedOne_ClosesNothing()
    {
        Hang();
        _time.Advance(TimeSpan.FromSeconds(10));
        long first = Now;
        _time.Advance(TimeSpan.FromSeconds(3));
        _breaker.Failed(Now, Now);

        Assert.False(_breaker.Succeeded(first, Now));
        Assert.Equal(CircuitState.Open, _breaker.State);
    }

    private Breaker Breaker(CircuitBreakerSettings? settings = null, bool isAlone = false) => new(settings ?? new(), new Clock(_time), new Jitter(1), isAlone);

    private bool TimeOut(double after)
    {
        long began = Now;
        _time.Advance(TimeSpan.FromSeconds(after));
        return _breaker.Failed(began, Now, isTimeout: true);
    }

    private void Hang()
    {
        for (int i = 0; i < 2; i++)
            TimeOut(after: 60);
        Assert.Equal(CircuitState.Open, _breaker.State);
    }
}
