using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Health;

public sealed class RouteHealthTests
{
    private readonly ManualTime _time = new();
    private readonly RouteHealth _health;

    public RouteHealthTests() => _health = new(new() { MinimumThroughput = 4, BreakDuration = TimeSpan.FromSeconds(5) }, new Clock(_time), new Jitter(1));

    private long Now => _time.GetTimestamp();

    [Fact]
    public void TryPass_Well_Passes()
    {
        Assert.Equal(0, _health.RemainingTicks(Now));
        Assert.True(_health.TryPass(Now));
        Assert.False(_health.IsShut);
        Assert.False(_health.IsIsolated);
    }

    [Fact]
    public void Left_SeveralReasons_IsTheLongest()
    {
        _health.Cooldown.Extend(TimeSpan.FromSeconds(3), Now);
        _health.Lockout.Shut(TimeSpan.FromSeconds(8), Now, Now);
        Break();

        Assert.Equal(8 * TimeSpan.TicksPerSecond, _health.RemainingTicks(Now));
    }

    [Fact]
    public void TryPass_StillCooling_LeavesTheDueProbeForLater()
    {
        _health.Lockout.Shut(TimeSpan.FromSeconds(1), Now, Now);
        _health.Cooldown.Extend(TimeSpan.FromSeconds(2), Now);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_health.TryPass(Now));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_health.TryPass(Now));
        Assert.False(_health.TryPass(Now));
    }

    [Fact]
    public void Succeeded_OfTheProbe_OpensAllAndSaysSo()
    {
        Break();
        _health.Lockout.Shut(TimeSpan.FromSeconds(1), Now, Now);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_health.TryPass(Now));

        _health.Accepted(attemptStart: Now);
        Assert.True(_health.Served(Now, Now));

        Assert.False(_health.IsShut);
        Assert.True(_health.TryPass(Now));
        Assert.False(_health.Served(Now, Now));
    }

    [Fact]
    public void Undecided_OfTheProbe_LetsTheNextThroughAtOnce()
    {
        Break();
        _health.Lockout.Shut(TimeSpan.FromSeconds(1), Now, Now);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_health.TryPass(Now));

        _health.Undecided(Now, Now);

        Assert.True(_health.TryPass(Now));
        Assert.False(_health.TryPass(Now));
    }

    [Fact]
    public void IsIsolated_ByAnOperator_Holds()
    {
        _health.Isolate();

        Assert.True(_health.IsIsolated);
        Assert.True(_health.RemainingTicks(Now) > TimeSpan.TicksPerDay * 365);
    }

    private void Break()
    {
        for (int i = 0; i < 4; i++)
            _health.Breaker.Failed(Now, Now);
        Assert.True(_health.Breaker.IsShut);
    }
}
