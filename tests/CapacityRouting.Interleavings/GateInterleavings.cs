using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Interleavings;

public sealed class GateInterleavings
{
    [Fact]
    public void RaiseTo_FromSeveral_EndsAtTheHighest() => Explorer.Explore(() =>
    {
        long word = 0;
        return new(
            () => Assert.Equal(9, word),
            () => Atomic.RaiseTo(ref word, 5),
            () => Atomic.RaiseTo(ref word, 9),
            () => Atomic.RaiseTo(ref word, 7));
    });

    [Fact]
    public void Extend_FromSeveral_OnlyRises() => Explorer.Explore(() =>
    {
        Cooldown cooldown = new(FrozenTime.Clock, new Jitter(1));
        return new(
            () => Assert.Equal(9, cooldown.RemainingTicks(0)),
            () => cooldown.Extend(TimeSpan.FromSeconds(9), 0),
            () => cooldown.Extend(TimeSpan.FromSeconds(5), 0),
            () =>
            {
                long before = cooldown.RemainingTicks(0);
                Assert.True(cooldown.RemainingTicks(0) >= before);
            });
    });

    [Fact]
    public void Strike_TwoAttemptsOfOneEpisode_AddOneStrike() => Explorer.Explore(() =>
    {
        // The next strike is the second and waits one to two seconds; were it the third, it would wait two to four.
        Cooldown cooldown = new(new Clock(TimeProvider.System), new Jitter(1));
        long second = TimeProvider.System.TimestampFrequency;
        return new(
            () =>
            {
                cooldown.Strike(attemptStart: 9 * second, now: 9 * second);
                Assert.InRange(cooldown.RemainingTicks(9 * second), second, 2 * second);
            },
            () => cooldown.Strike(attemptStart: 0, now: 0),
            () => cooldown.Strike(attemptStart: 0, now: 0));
    });

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void TryPass_WhenAProbeIsDue_LetsExactlyOneThrough(int callers) => Explorer.Explore(() =>
    {
        ProbeGate gate = new();
        gate.ShutUntil(10);
        int passed = 0;
        void Try()
        {
            if (gate.TryPass(10, nextProbeAfter: 5))
                passed++;
        }

        return new(
            () =>
            {
                Assert.Equal(1, passed);
                Assert.Equal(5, gate.RemainingTicks(10));
            },
            [.. Enumerable.Repeat((Action)Try, callers)]);
    });

    [Fact]
    public void ShutUntil_FromSeveral_OneFindsItOpen() => Explorer.Explore(() =>
    {
        ProbeGate gate = new();
        bool one = false;
        bool other = false;
        return new(
            () => Assert.True(one ^ other),
            () => one = gate.ShutUntil(5),
            () => other = gate.ShutUntil(9));
    });

    [Fact]
    public void TryPass_WhileTheGateIsShut_NeverPassesAfterIt() => Explorer.Explore(() =>
    {
        ProbeGate gate = new();
        bool shut = false;
        return new(
            () => Assert.Equal(9, gate.RemainingTicks(1)),
            () =>
            {
                gate.ShutUntil(10);
                shut = true;
            },
            () =>
            {
                bool before = shut;
                Assert.False(gate.TryPass(1, nextProbeAfter: 5) && before);
            });
    });

    [Fact]
    public void TryPass_WhenAClosureIsDue_LetsExactlyOneThrough() => Explorer.Explore(() =>
    {
        Lockout closure = new(FrozenTime.Clock);
        closure.Shut(TimeSpan.FromSeconds(30), attemptStart: 0, now: 0);
        int passed = 0;
        void Try()
        {
            if (closure.TryPass(30))
                passed++;
        }

        return new(() => Assert.Equal(1, passed), Try, Try, Try);
    });

    [Fact]
    public void Shut_TwoAttemptsOfOneEpisode_AreOneStepAndOneNews() => Explorer.Explore(() =>
    {
        Lockout closure = new(FrozenTime.Clock);
        bool one = false;
        bool other = false;
        return new(
            () =>
            {
                Assert.True(one ^ other);
                Assert.Equal(600, closure.RemainingTicks(1));
            },
            () => one = closure.Shut(stated: null, attemptStart: 0, now: 1),
            () => other = closure.Shut(stated: null, attemptStart: 0, now: 1));
    });
}
