using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

public sealed class CooldownTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private readonly Cooldown _cooldown = new(new Clock(new ManualTime()), new Jitter(1));

    [Fact]
    public void IsOver_NeverBegun_Holds()
    {
        Assert.True(_cooldown.IsOver(0));
        Assert.Equal(0, _cooldown.Left(0));
        Assert.Equal(0, _cooldown.Left(long.MaxValue));
    }

    [Fact]
    public void Extend_AStatedWait_LastsThatLong()
    {
        _cooldown.Extend(TimeSpan.FromSeconds(30), 5 * Second);

        Assert.Equal(30 * Second, _cooldown.Left(5 * Second));
        Assert.False(_cooldown.IsOver((35 * Second) - 1));
        Assert.True(_cooldown.IsOver(35 * Second));
    }

    [Fact]
    public void Extend_AShorterWaitAfter_ShortensNothing()
    {
        _cooldown.Extend(TimeSpan.FromSeconds(30), 0);

        _cooldown.Extend(TimeSpan.FromSeconds(1), Second);
        _cooldown.Strike(attemptStart: 0, now: Second);

        Assert.Equal(30 * Second, _cooldown.Left(0));
    }

    [Fact]
    public void Extend_Forever_NeverEndsAndNeverOverflows()
    {
        _cooldown.Extend(TimeSpan.MaxValue, Clock.Never);
        _cooldown.Extend(Timeout.InfiniteTimeSpan, Clock.Never);

        Assert.True(_cooldown.Left(0) >= Clock.Never);
    }

    [Fact]
    public void Strike_OneAfterTheOther_DoublesUpToHalfAMinuteWithJitter()
    {
        long now = 0;
        foreach (int seconds in new[] { 1, 2, 4, 8, 16, 32, 32, 32 })
        {
            _cooldown.Strike(attemptStart: now, now);
            Assert.InRange(_cooldown.Left(now), seconds * Second / 2, seconds * Second);
            now += 100 * Second;
        }
    }

    [Fact]
    public void Strike_AttemptsOfOneEpisode_AddNoStrike()
    {
        _cooldown.Strike(attemptStart: 0, now: Second);
        for (int i = 0; i < 20; i++)
            _cooldown.Strike(attemptStart: 0, now: Second);

        Assert.InRange(_cooldown.Left(Second), Second / 2, Second);
    }

    [Fact]
    public void Succeeded_AfterStrikes_BeginsAgainAtTheFirst()
    {
        for (int i = 0; i < 5; i++)
            _cooldown.Strike(attemptStart: i * 100 * Second, now: i * 100 * Second);

        _cooldown.Succeeded();
        _cooldown.Strike(attemptStart: 1_000 * Second, now: 1_000 * Second);

        Assert.InRange(_cooldown.Left(1_000 * Second), Second / 2, Second);
    }

    [Fact]
    public void Succeeded_WhileCooling_EndsNothingEarly()
    {
        _cooldown.Extend(TimeSpan.FromSeconds(30), 0);

        _cooldown.Succeeded();

        Assert.Equal(30 * Second, _cooldown.Left(0));
    }

    [Fact]
    public void Strike_OnSeveralClients_SpreadsTheirReturns() =>
        Assert.True(Enumerable.Range(0, 50).Select(seed =>
        {
            Cooldown cooldown = new(TestBucket.Clock, new Jitter(seed));
            cooldown.Strike(0, 0);
            return cooldown.Left(0) / (Second / 100);
        }).Distinct().Count() > 20);
}
