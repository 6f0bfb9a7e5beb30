using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;

using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Health;

public sealed class CooldownTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private readonly Cooldown _cooldown = new(new Clock(new FakeTimeProvider()), new Jitter(1));

    [Fact]
    public void IsOver_NeverBegun_Holds()
    {
        Assert.True(_cooldown.IsOver(0));
        Assert.Equal(0, _cooldown.RemainingTicks(0));
        Assert.Equal(0, _cooldown.RemainingTicks(long.MaxValue));
    }

    [Fact]
    public void Extend_AStatedWait_LastsThatLong()
    {
        _cooldown.Extend(TimeSpan.FromSeconds(30), 5 * Second);

        Assert.Equal(30 * Second, _cooldown.RemainingTicks(5 * Second));
        Assert.False(_cooldown.IsOver((35 * Second) - 1));
        Assert.True(_cooldown.IsOver(35 * Second));
    }

    [Fact]
    public void Extend_AShorterWaitAfter_ShortensNothing()
    {
        _cooldown.Extend(TimeSpan.FromSeconds(30), 0);

        _cooldown.Extend(TimeSpan.FromSeconds(1), Second);
        _cooldown.Strike(attemptStart: 0, now: Second);

        Assert.Equal(30 * Second, _cooldown.RemainingTicks(0));
    }

    [Fact]
    public void Extend_Forever_NeverEndsAndNeverOverflows()
    {
        _cooldown.Extend(TimeSpan.MaxValue, Clock.Never);
        _cooldown.Extend(Timeout.InfiniteTimeSpan, Clock.Never);

        Assert.True(_cooldown.RemainingTicks(0) >= Clock.Never);
    }

    [Fact]
    public void Strike_OneAfterTheOther_DoublesUpToHalfAMinuteWithJitter()
    {
        long now = 0;
        foreach (int seconds in new[] { 1, 2, 4, 8, 16, 32, 32, 32 })
        {
            _cooldown.Strike(attemptStart: now, now);
            Assert.InRange(_cooldown.RemainingTicks(now), seconds * Second / 2, seconds * Second);
            now += 100 * Second;
        }
    }

    [Fact]
    public void Strike_AttemptsOfOneEpisode_AddNoStrike()
    {
        _cooldown.Strike(attemptStart: 0, now: Second);
        for (int i = 0; i < 20; i++)
            _cooldown.Strike(attemptStart: 0, now: Second);

        Assert.InRange(_cooldown.RemainingTicks(Second), Second / 2, Second);
    }

    [Fact]
    public void Succeeded_AfterStrikes_BeginsAgainAtTheFirst()
    {
        for (int i = 0; i < 5; i++)
            _cooldown.Strike(attemptStart: i * 100 * Second, now: i * 100 * Second);

        _cooldown.Succeeded(attemptStart: 900 * Second);
        _cooldown.Strike(attemptStart: 1_000 * Second, now: 1_000 * Second);

        Assert.InRange(_cooldown.RemainingTicks(1_000 * Second), Second / 2, Second);
    }

    [Fact]
    public void Succeeded_WhileCooling_EndsNothingEarly()
    {
        _cooldown.Extend(TimeSpan.FromSeconds(30), 0);

        _cooldown.Succeeded(attemptStart: 60 * Second);

        Assert.Equal(30 * Second, _cooldown.RemainingTicks(0));
    }

    [Fact]
    public void TryPass_AfterAStatedWait_LetsAllBackAtOnce()
    {
        _cooldown.Extend(TimeSpan.FromSeconds(30), 0);

        Assert.False(_cooldown.TryPass(29 * Second));
        Assert.True(_cooldown.TryPass(30 * Second));
        Assert.True(_cooldown.TryPass(30 * Second));
    }

    [Fact]
    public void TryPass_AfterAStrike_LetsOneBackAtATimeUntilOneSucceeds()
    {
        _cooldown.Strike(attemptStart: 0, now: 0);

        Assert.False(_cooldown.TryPass(Second / 4));
        Assert.True(_cooldown.TryPass(10 * Second));
        Assert.False(_cooldown.TryPass(10 * Second));
        Assert.Equal(Second / 2, _cooldown.RemainingTicks(10 * Second));
        Assert.True(_cooldown.TryPass(11 * Second));

        _cooldown.Succeeded(attemptStart: 10 * Second);

        Assert.True(_cooldown.TryPass(11 * Second));
        Assert.True(_cooldown.TryPass(11 * Second));
    }

    [Fact]
    public void Succeeded_OfAnAttemptFromBeforeTheStrike_SaysNothingOfIt()
    {
        _cooldown.Strike(attemptStart: 0, now: Second);

        _cooldown.Succeeded(attemptStart: 0);

        Assert.True(_cooldown.IsTrial);
    }

    [Fact]
    public void Undecided_OfTheOneWhoseTurnItWas_LetsTheNextGoAtOnce()
    {
        _cooldown.Strike(attemptStart: 0, now: 0);
        Assert.True(_cooldown.TryPass(10 * Second));

        _cooldown.Undecided(10 * Second);

        Assert.True(_cooldown.TryPass(10 * Second));
    }

    [Fact]
    public void Strike_OnSeveralClients_SpreadsTheirReturns() =>
        Assert.True(Enumerable.Range(0, 50).Select(seed =>
        {
            Cooldown cooldown = new(TestBucket.Clock, new Jitter(seed));
            cooldown.Strike(0, 0);
            return cooldown.RemainingTicks(0) / (Second / 100);
        }).Distinct().Count() > 20);
}
