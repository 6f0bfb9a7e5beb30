using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Health;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Interleavings;

/// <summary>
/// Interleavings under which less holds than one would wish, and that are known. Each is found; once one is closed its test fails, and belongs among those of its part.
/// </summary>
public sealed class OpenInterleavings
{
    /// <summary>A success that was told before a failure opened the circuit finds the gate shut afterwards, and takes it for the one that it has closed.</summary>
    [Fact]
    public void Record_ASuccessToldRightBeforeAFailureOpens_OpensTheGateOfAnOpenCircuit() => AssertOpen(() =>
    {
        Breaker breaker = new(new() { MinimumThroughput = 3 }, new Clock(TimeProvider.System));
        breaker.Record(succeeded: false, now: 0, attemptStart: 0);
        breaker.Record(succeeded: false, now: 0, attemptStart: 0);
        return new(
            () => Assert.Equal(breaker.State == CircuitState.Open, breaker.IsShut),
            () => breaker.Record(succeeded: false, now: 0, attemptStart: 0),
            () => breaker.Record(succeeded: true, now: 0, attemptStart: 0));
    });

    /// <summary>A probe that looks when it was shut, before it is shut anew, makes a probe due of the new closing.</summary>
    [Fact]
    public void Undecided_WhileItIsShutAnew_MakesAProbeDueAtOnce() => AssertOpen(() =>
    {
        Closure closure = new(FrozenTime.Clock);
        return new(
            () => Assert.Equal(600, closure.Left(1)),
            () => closure.Shut(stated: null, attemptStart: 0, now: 1),
            () => closure.Undecided(attemptStart: 1, now: 1));
    });

    /// <summary>A probe's success that looks when it was shut, before it is shut anew, opens the new closing.</summary>
    [Fact]
    public void Succeeded_WhileItIsShutAnew_OpensIt() => AssertOpen(() =>
    {
        Closure closure = new(FrozenTime.Clock);
        closure.Shut(stated: null, attemptStart: 0, now: 0);
        return new(
            () => Assert.True(closure.IsShut),
            () => closure.Shut(stated: null, attemptStart: 601, now: 602),
            () => closure.Succeeded(attemptStart: 600));
    });

    /// <summary>A timer that is about to be put off overwrites the earlier time that it is set to meanwhile: that runs out late.</summary>
    [Fact]
    public void RunOutAt_EarlierWhileTheTimerIsPutOff_RunsOutLate() => AssertOpen(() =>
    {
        FrozenTime time = new();
        int runs = 0;
        AttemptTimer timer = new(new Clock(time), RoutingEvents.None, () => runs++);
        timer.RunOutAt(5, 0);
        timer.RunOutAt(9, 0);
        time.Now = 5;
        return new(
            () =>
            {
                time.Now = 7;
                time.Fire();
                Assert.Equal(1, runs);
            },
            time.Fire,
            () => timer.RunOutAt(7, 5));
    });

    /// <summary>A slot that is given back between the looks at two who wait goes to the second of them.</summary>
    [Fact]
    public void GiveBack_BetweenTheLooksAtTwo_LetsTheSecondOvertake() => AssertOpen(() =>
    {
        House house = new(new() { MaxConcurrentRequests = 1 });
        Admission held = house.Admit();
        Task<ChatResponse> first = house.Call();
        return new(
            () =>
            {
                house.Model.Answer(0);
                Assert.True(first.IsCompletedSuccessfully);
            },
            () => held.GiveBack(0),
            () => _ = house.Call());
    }, preemptions: 2);

    private static void AssertOpen(Func<Scenario> scenario, int preemptions = 3) =>
        Assert.Throws<InterleavingException>(() => Explorer.Explore(scenario, preemptions));
}
