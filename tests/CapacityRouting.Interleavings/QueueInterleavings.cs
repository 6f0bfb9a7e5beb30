using CapacityRouting.Capacity.Limits;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Interleavings;

/// <summary>Waiters in the real line during several concurrent changes: each starts once, when there is room, and no room stays unused.</summary>
public sealed class QueueInterleavings
{
    /// <summary>The duration of calls is still unknown, and so is the route of a waiter.</summary>
    [Fact]
    public void GiveBack_BeforeAnyCallHasEnded_LetsTheFirstGoBeforeANewcomer() => Explorer.Explore(() =>
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
    }, preemptions: 1);

    [Fact]
    public void GiveBack_TwoAtOnce_LetBothGoWhoWait() => Explorer.Explore(() =>
    {
        House house = new(Slots(2));
        Admission one = house.Admit();
        Admission other = house.Admit();
        _ = house.Call();
        _ = house.Call();
        return new(
            () => AssertUnderWay(house, 2),
            () => one.GiveBack(0),
            () => other.GiveBack(0));
    }, preemptions: 1);

    [Fact]
    public void GiveBack_TwoAtOnceWhileOneWaits_LetsTheOneGoOnce() => Explorer.Explore(() =>
    {
        House house = new(Slots(2));
        Admission one = house.Admit();
        Admission other = house.Admit();
        _ = house.Call();
        return new(
            () => AssertUnderWay(house, 1),
            () => one.GiveBack(0),
            () => other.GiveBack(0));
    }, preemptions: 1);

    [Fact]
    public void GiveBack_WhileOneWaitsAndAnotherCalls_LetsTheFirstGo() => Explorer.Explore(() =>
    {
        // Three calls have ended, so that it is known when the next one will.
        House house = new(Slots(1));
        for (int i = 0; i < 3; i++)
            End(house.Admit(), house.Time);
        Admission held = house.Admit();
        Task<ChatResponse> first = house.Call();
        return new(
            () =>
            {
                house.Model.Answer(0);
                Assert.True(first.IsCompletedSuccessfully);
            },
            () => held.GiveBack(house.Time.Now),
            () => _ = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Call_TwoAtOnceForTwoSlotsOfWhichOneIsGivenBack_GoBoth() => Explorer.Explore(() =>
    {
        House house = new(Slots(2));
        Admission held = house.Admit();
        return new(
            () => AssertUnderWay(house, 2),
            () => held.GiveBack(0),
            () => _ = house.Call(),
            () => _ = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Cancel_OneThatWaitsForMoreWhileAnotherCalls_LetsThatGo() => Explorer.Explore(() =>
    {
        // The first waits for nine tokens, of which five are there: as many as the other needs, which waits for it.
        House house = new(House.TenTokens(slots: 5));
        house.Admit(tokens: 5);
        CancellationTokenSource cancellation = new();
        Task<ChatResponse> leaves = house.Call(House.NineTokens, cancellation.Token);
        return new(
            () =>
            {
                Assert.Equal(TaskStatus.Canceled, leaves.Status);
                Assert.Equal(1, house.Model.Calls);
            },
            cancellation.Cancel,
            () => _ = house.Call());
    }, preemptions: 1);

    [Fact]
    public void Cancel_OneOfAnotherSizeWhileACallEnds_LetsTheOtherGo() => Explorer.Explore(() =>
    {
        House house = new(Slots(1));
        CancellationTokenSource cancellation = new();
        Admission held = house.Admit();
        _ = house.Call(new string('a', 8000), cancellation.Token);
        Task<ChatResponse> stays = house.Call();
        return new(
            () =>
            {
                house.Model.Answer(house.Model.Calls - 1);
                Assert.True(stays.IsCompletedSuccessfully);
                Assert.Equal(0, house.Quota.Slots.InFlight);
            },
            cancellation.Cancel,
            () => held.GiveBack(0));
    }, preemptions: 1);

    [Fact]
    public void Dispose_WhileACallEnds_EndsTheWaitAndKeepsNoSlot() => Explorer.Explore(() =>
    {
        House house = new(Slots(1));
        Admission held = house.Admit();
        Task<ChatResponse> waits = house.Call();
        return new(
            () => AssertEnded(house, waits),
            () => held.GiveBack(0),
            house.Client.Dispose);
    }, preemptions: 2);

    [Fact]
    public void Dispose_WhileOneJoins_EndsTheWait() => Explorer.Explore(() =>
    {
        House house = new(Slots(1));
        Admission held = house.Admit();
        Task<ChatResponse>? joins = null;
        return new(
            () =>
            {
                AssertEnded(house, joins!);
                held.GiveBack(0);
                Assert.Equal(0, house.Quota.Slots.InFlight);
            },
            house.Client.Dispose,
            () => joins = Join());

        async Task<ChatResponse> Join() => await house.Call();
    }, preemptions: 1);

    private static CapacityLimits Slots(int slots) => new() { MaxConcurrentRequests = slots };

    private static void End(Admission call, FrozenTime time) => call.ToLease().Used(CapacityUnits.OneRequest(5, 0), ++time.Now);

    private static void AssertUnderWay(House house, int calls)
    {
        Assert.Equal(calls, house.Model.Calls);
        Assert.Equal(calls, house.Quota.Slots.InFlight);
    }

    /// <summary>It is refused, or it was let go before, and is under way.</summary>
    private static void AssertEnded(House house, Task<ChatResponse> call)
    {
        if (house.Model.Calls == 0)
            Assert.IsType<ObjectDisposedException>(call.Exception?.InnerException);
        else
            house.Model.Answer(0);
        Assert.True(call.IsCompleted);
    }
}
