using CapacityRouting.Health;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Health;

public sealed class LockoutTests
{
    private const long Minute = TimeSpan.TicksPerMinute;

    private readonly Lockout _lockout = new(new Clock(new FakeTimeProvider()));

    [Fact]
    public void TryPass_Open_LetsEverybodyThrough()
    {
        Assert.True(_lockout.TryPass(0));
        Assert.True(_lockout.TryPass(0));
        Assert.Equal(0, _lockout.RemainingTicks(0));
    }

    [Fact]
    public void TryPass_Shut_LetsNobodyThroughUntilItIsDueAndThenOne()
    {
        Assert.True(Shut(TimeSpan.FromMinutes(3), 0));

        Assert.False(_lockout.TryPass((3 * Minute) - 1));
        Assert.Equal(0, _lockout.RemainingTicks(3 * Minute));
        Assert.True(_lockout.TryPass(3 * Minute));
        Assert.False(_lockout.TryPass(3 * Minute));
    }

    [Fact]
    public void TryPass_AProbeNeverHeardOfAgain_LetsTheNextThroughInTenMinutes()
    {
        Shut(TimeSpan.FromMinutes(3), 0);
        Assert.True(_lockout.TryPass(3 * Minute));

        Assert.Equal(10 * Minute, _lockout.RemainingTicks(3 * Minute));
        Assert.True(_lockout.TryPass(13 * Minute));
    }

    [Fact]
    public void Shut_ProbeAfterProbeFails_DoublesFromTenMinutesToAnHour()
    {
        long now = 0;
        foreach (int minutes in new[] { 10, 20, 40, 60, 60, 60 })
        {
            Assert.True(_lockout.TryPass(now));
            Shut(stated: null, now);
            Assert.Equal(minutes * Minute, _lockout.RemainingTicks(now));
            now += minutes * Minute;
        }
    }

    [Fact]
    public void Shut_AgainWhileShut_IsNoNews()
    {
        Assert.True(Shut(null, 0));
        Assert.False(Shut(null, 10 * Minute));
    }

    [Fact]
    public void Succeeded_OfTheProbe_OpensItAndBeginsAgainAtTheFirstStep()
    {
        Shut(null, 0);
        Shut(null, 10 * Minute);
        Assert.True(_lockout.TryPass(30 * Minute));

        _lockout.Succeeded(attemptStart: 30 * Minute);

        Assert.True(_lockout.TryPass(30 * Minute));
        Assert.True(_lockout.TryPass(30 * Minute));
        Shut(null, 31 * Minute);
        Assert.Equal(10 * Minute, _lockout.RemainingTicks(31 * Minute));
    }

    [Fact]
    public void Succeeded_AnAttemptFromBefore_OpensNothing()
    {
        Shut(null, 5 * Minute);

        _lockout.Succeeded(attemptStart: 4 * Minute);

        Assert.False(_lockout.TryPass(6 * Minute));
    }

    [Fact]
    public void Shut_AnAttemptFromBefore_NeitherDoublesNorShortens()
    {
        Assert.True(Shut(TimeSpan.FromMinutes(30), 5 * Minute));

        Assert.False(_lockout.Shut(stated: null, attemptStart: 4 * Minute, now: 6 * Minute));
        Assert.False(_lockout.Shut(TimeSpan.FromMinutes(1), attemptStart: 4 * Minute, now: 6 * Minute));

        Assert.Equal(29 * Minute, _lockout.RemainingTicks(6 * Minute));
    }

    [Fact]
    public void Shut_AnAttemptFromBeforeWithALongerWait_Lengthens()
    {
        Shut(TimeSpan.FromMinutes(3), 5 * Minute);

        _lockout.Shut(TimeSpan.FromHours(1), attemptStart: 4 * Minute, now: 6 * Minute);

        Assert.Equal(60 * Minute, _lockout.RemainingTicks(6 * Minute));
    }

    [Fact]
    public void Shut_AnAttemptFromBeforeFailsAfterItOpenedAgain_ShutsNothing()
    {
        Shut(null, 5 * Minute);
        Assert.True(_lockout.TryPass(15 * Minute));
        _lockout.Succeeded(attemptStart: 15 * Minute);

        _lockout.Shut(stated: null, attemptStart: 4 * Minute, now: 16 * Minute);

        Assert.True(_lockout.TryPass(16 * Minute));
        Assert.True(_lockout.TryPass(16 * Minute));
    }

    [Fact]
    public void Undecided_OfTheProbe_LetsTheNextThroughAtOnce()
    {
        Shut(null, 0);
        Assert.True(_lockout.TryPass(10 * Minute));

        _lockout.Undecided(11 * Minute, 11 * Minute);

        Assert.True(_lockout.TryPass(11 * Minute));
        Assert.False(_lockout.TryPass(11 * Minute));
    }

    [Fact]
    public void Undecided_WhileOpen_ShutsNothing()
    {
        _lockout.Undecided(5, 5);

        Assert.True(_lockout.TryPass(0));
    }

    /// <summary>An attempt that starts and fails at that time.</summary>
    [Fact]
    public void Shut_ByAShortWaitThatTurnsOutWrong_IsNotBelievedAgain()
    {
        Shut(TimeSpan.FromSeconds(36), 0);
        Assert.Equal(36 * Minute / 60, _lockout.RemainingTicks(0));

        Shut(TimeSpan.FromSeconds(36), Minute);
        Assert.Equal(20 * Minute, _lockout.RemainingTicks(Minute));

        Shut(TimeSpan.FromMinutes(50), 21 * Minute);
        Assert.Equal(50 * Minute, _lockout.RemainingTicks(21 * Minute));
    }

    /// <summary>However long the stated wait is, a probe goes after an hour.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(48)]
    [InlineData(87_600)]
    public void Shut_ForLongerThanAnHour_IsProbedAfterIt(int hours)
    {
        for (long now = 0; now < 600 * Minute; now += 60 * Minute)
        {
            Shut(TimeSpan.FromHours(hours), now);
            Assert.Equal(60 * Minute, _lockout.RemainingTicks(now));
            Assert.True(_lockout.TryPass(now + (60 * Minute)));
        }
    }

    [Fact]
    public void Shut_ByAShortWaitAfterASuccess_IsBelievedAnew()
    {
        Shut(TimeSpan.FromSeconds(36), 0);
        _lockout.Succeeded(attemptStart: Minute);

        Shut(TimeSpan.FromSeconds(36), 2 * Minute);

        Assert.Equal(36 * Minute / 60, _lockout.RemainingTicks(2 * Minute));
    }

    private bool Shut(TimeSpan? stated, long now) => _lockout.Shut(stated, attemptStart: now, now);
}
