using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Time;
using Polly.CircuitBreaker;

namespace CapacityRouting.Interleavings;

/// <summary>What a success says of a route is held against what a failure says at the same moment.</summary>
public sealed class HealthInterleavings
{
    [Fact]
    public void Strike_WhileAnEarlierCallSucceeds_StaysATrial() => Explorer.Explore(() =>
    {
        Cooldown cooldown = new(FrozenTime.Clock, new Jitter(1));
        return new(
            () => Assert.True(cooldown.IsTrial),
            () => cooldown.Strike(attemptStart: 0, now: 1),
            () => cooldown.Succeeded(attemptStart: 0));
    });

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void TryPass_InATrial_LetsExactlyOneThrough(int callers) => Explorer.Explore(() =>
    {
        Cooldown cooldown = new(new Clock(TimeProvider.System), new Jitter(1));
        long later = 9 * TimeProvider.System.TimestampFrequency;
        cooldown.Strike(attemptStart: 0, now: 0);
        int passed = 0;
        void Try()
        {
            if (cooldown.TryPass(later))
                passed++;
        }

        return new(() => Assert.Equal(1, passed), [.. Enumerable.Repeat((Action)Try, callers)]);
    });

    [Fact]
    public void Shut_WhileAnEarlierCallSucceeds_StaysShut() => Explorer.Explore(() =>
    {
        Lockout closure = new(FrozenTime.Clock);
        return new(
            () => Assert.Equal(600, closure.RemainingTicks(1)),
            () => closure.Shut(stated: null, attemptStart: 0, now: 1),
            () => closure.Succeeded(attemptStart: 0));
    });

    [Fact]
    public void Undecided_OfAnEarlierCall_LeavesItShut() => Explorer.Explore(() =>
    {
        Lockout closure = new(FrozenTime.Clock);
        closure.Shut(stated: null, attemptStart: 0, now: 1);
        return new(
            () => Assert.Equal(600, closure.RemainingTicks(1)),
            () => closure.Shut(stated: null, attemptStart: 0, now: 1),
            () => closure.Undecided(attemptStart: 1, now: 1));
    });

    [Fact]
    public void Undecided_WhileItIsShutAnew_MakesNoProbeDue() => Explorer.Explore(() =>
    {
        // The probe of the first closing ends without a verdict as another call shuts it again, for twice as long.
        Lockout closure = new(FrozenTime.Clock);
        closure.Shut(stated: null, attemptStart: 0, now: 0);
        return new(
            () => Assert.Equal(1200, closure.RemainingTicks(602)),
            () => closure.Shut(stated: null, attemptStart: 601, now: 602),
            () => closure.Undecided(attemptStart: 600, now: 602));
    });

    [Fact]
    public void Succeeded_WhileItIsShutAnew_LeavesItShut() => Explorer.Explore(() =>
    {
        Lockout closure = new(FrozenTime.Clock);
        closure.Shut(stated: null, attemptStart: 0, now: 0);
        return new(
            () => Assert.True(closure.IsShut),
            () => closure.Shut(stated: null, attemptStart: 601, now: 602),
            () => closure.Succeeded(attemptStart: 600));
    });

    [Fact]
    public void Succeeded_WhileTheNextProbePasses_OpensIt() => Explorer.Explore(() =>
    {
        Lockout closure = new(FrozenTime.Clock);
        closure.Shut(stated: null, attemptStart: 0, now: 0);
        return new(() => Assert.False(closure.IsShut), () => closure.TryPass(1200), () => closure.Succeeded(attemptStart: 600));
    });

    [Fact]
    public void LetNextPass_WhileTheGateReopens_LeavesItOpen() => Explorer.Explore(() =>
    {
        ProbeGate gate = new();
        gate.ShutUntil(10);
        return new(() => Assert.False(gate.IsShut), () => Reopen(gate), () => gate.LetNextPass(gate.Mark, 5));
    });

    [Fact]
    public void Raise_WhileTheGateReopens_LeavesItOpen() => Explorer.Explore(() =>
    {
        ProbeGate gate = new();
        gate.ShutUntil(10);
        return new(() => Assert.False(gate.IsShut), () => Reopen(gate), () => gate.Raise(20));
    });

    [Fact]
    public void Raise_FromSeveral_EndsAtTheHighest() => Explorer.Explore(() =>
    {
        ProbeGate gate = new();
        gate.ShutUntil(1);
        return new(() => Assert.Equal(9, gate.RemainingTicks(0)), () => gate.Raise(5), () => gate.Raise(9));
    });

    [Fact]
    public void Failed_TwoAtOnce_OpenOnce() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 1);
        bool one = false;
        bool other = false;
        return new(
            () =>
            {
                Assert.True(one ^ other);
                Assert.True(breaker.IsShut);
                Assert.True(breaker.RemainingTicks(0) > 0);
            },
            () => one = breaker.Failed(attemptStart: 0, now: 0),
            () => other = breaker.Failed(attemptStart: 0, now: 0));
    });

    [Fact]
    public void Failed_TwoTimeoutsAtOnce_AreTwoInARow() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 0, throughput: 9);
        breaker.Failed(attemptStart: 0, now: 1, isTimeout: true);
        return new(
            () => Assert.True(breaker.IsShut),
            () => breaker.Failed(attemptStart: 0, now: 1, isTimeout: true),
            () => breaker.Failed(attemptStart: 0, now: 1, isTimeout: true));
    });

    [Fact]
    public void Succeeded_OfBeforeItOpened_LeavesItOpen() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 1);
        return new(
            () => Assert.True(breaker.IsShut),
            () => breaker.Failed(attemptStart: 0, now: 1),
            () => breaker.Succeeded(attemptStart: 1, now: 1));
    });

    [Fact]
    public void Isolate_WhileAFailureOpens_StaysIsolated() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 1);
        return new(
            () => Assert.Equal(Clock.Never, breaker.RemainingTicks(0)),
            breaker.Isolate,
            () => breaker.Failed(attemptStart: 0, now: 0));
    });

    [Fact]
    public void Isolate_WhileAProbeSucceeds_StaysIsolated() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 2);
        return new(
            () => Assert.Equal(CircuitState.Isolated, breaker.State),
            breaker.Isolate,
            () => breaker.Succeeded(attemptStart: 1, now: 1));
    });

    [Fact]
    public void TryPass_WhenTheCircuitsBreakIsOver_LetsExactlyOneThrough() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 2);
        int passed = 0;
        void Try()
        {
            if (breaker.TryPass(1))
                passed++;
        }

        return new(() => Assert.Equal(1, passed), Try, Try);
    });

    [Fact]
    public void TryPass_AfterAHang_LetsTheFifthThrough() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 0, throughput: 9);
        for (int i = 0; i < 2; i++)
            breaker.Failed(attemptStart: 0, now: 10, isTimeout: true);
        for (int i = 0; i < 3; i++)
            Assert.False(breaker.TryPass(11));
        int passed = 0;
        void Try()
        {
            if (breaker.TryPass(11))
                passed++;
        }

        return new(() => Assert.Equal(1, passed), Try, Try);
    });

    [Fact]
    public void Succeeded_WhileTheNextProbePassesTheCircuit_ClosesIt() => Explorer.Explore(() =>
    {
        Breaker breaker = Breaker(failures: 2);
        return new(() => Assert.False(breaker.IsShut), () => breaker.TryPass(3600), () => Assert.True(breaker.Succeeded(attemptStart: 3600, now: 3600)));
    });

    [Fact]
    public void Note_OutcomesOfSeveral_CountsEach() => Explorer.Explore(() =>
    {
        OutcomeWindow window = new(length: 100);
        return new(
            () =>
            {
                Assert.True(window.Exceed(ratio: 0.6, least: 3, now: 0));
                Assert.False(window.Exceed(ratio: 0.7, least: 3, now: 0));
                Assert.False(window.Exceed(ratio: 0.6, least: 4, now: 0));
            },
            () => window.Note(failed: true, now: 0),
            () => window.Note(failed: false, now: 0),
            () => window.Note(failed: true, now: 0));
    });

    [Fact]
    public void GetTimestamp_OfAClockThatWentBack_GoesOnFromTheLastOnce() => Explorer.Explore(() =>
    {
        FrozenTime time = new() { Now = 100 };
        SteadyTime steady = new(time);
        time.Now = 10;
        return new(
            () => Assert.Equal(100, steady.GetTimestamp()),
            () => Assert.Equal(100, steady.GetTimestamp()),
            () => Assert.Equal(100, steady.GetTimestamp()));
    });

    private static void Reopen(ProbeGate gate)
    {
        while (!gate.TryReopen(gate.Mark))
        {
        }
    }

    private static Breaker Breaker(int failures, int throughput = 2)
    {
        Breaker breaker = new(new() { MinimumThroughput = throughput }, FrozenTime.Clock, new Jitter(1));
        for (int i = 0; i < failures; i++)
            breaker.Failed(attemptStart: 0, now: 0);
        return breaker;
    }
}
