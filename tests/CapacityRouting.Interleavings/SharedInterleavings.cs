using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Sharing;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Interleavings;

/// <summary>Two routers over one quota: what one no longer takes or waits for, the other finds.</summary>
public sealed class SharedInterleavings
{
    private static readonly CapacityLimits OneSlot = new() { MaxConcurrentRequests = 1 };

    [Fact]
    public void Enter_TwoAtOnce_WaitBothAndOneHasItsTurn() => Explorer.Explore(() =>
    {
        QuotaTurns turns = new();
        Line one = new();
        Line other = new();
        return new(
            () =>
            {
                Assert.True(turns.IsContested(one) && turns.IsContested(other));
                Assert.True(turns.IsTurnOfAnother(one) ^ turns.IsTurnOfAnother(other));
            },
            () => turns.Enter(one),
            () => turns.Enter(other));
    });

    [Fact]
    public void Exit_WhileAnotherEnters_TellsItOrIsGoneBefore() => Explorer.Explore(() =>
    {
        QuotaTurns turns = new();
        Line one = new();
        Line other = new();
        turns.Enter(one);
        bool isTold = false;
        bool mustWait = true;
        return new(
            () => Assert.True(isTold || !mustWait),
            () => isTold = turns.Exit(one),
            () =>
            {
                turns.Enter(other);
                mustWait = turns.IsTurnOfAnother(other);
            });
    });

    [Fact]
    public void Took_WhileAnotherEnters_SeesItOrIsSeen() => Explorer.Explore(() =>
    {
        // A line that has taken notifies the waiting lines. A line that begins to wait checks the turn.
        QuotaTurns turns = new();
        Line one = new();
        Line other = new();
        turns.Enter(one);
        turns.Enter(other);
        turns.Took(other, 3);
        turns.Exit(other);
        bool isTold = false;
        bool mustWait = true;
        return new(
            () => Assert.True(isTold || !mustWait || turns.IsTurnOfAnother(other)),
            () =>
            {
                turns.Took(one, 5);
                isTold = turns.IsContested(one);
            },
            () =>
            {
                turns.Enter(other);
                mustWait = turns.IsTurnOfAnother(other);
            });
    });

    [Fact]
    public void Took_TwoCallsAtOnce_CountBoth() => Explorer.Explore(() =>
    {
        QuotaTurns turns = new();
        Line line = new();
        turns.Enter(line);
        return new(
            () => Assert.Equal(12, turns.Took(line, 1)!.Taken),
            () => turns.Took(line, 5),
            () => turns.Took(line, 6));
    });

    [Fact]
    public void GiveBack_OfOneWhileACallOfTheOtherJoins_LetsItGo() => Explorer.Explore(() =>
    {
        (House one, House other) = House.Two(OneSlot);
        Admission held = one.Admit();
        return new(
            () => Assert.Equal(1, other.Model.Calls),
            () => held.GiveBack(0),
            () => _ = other.Call());
    }, preemptions: 1);

    [Fact]
    public void GiveBack_WhileOneWaitsAndACallOfTheOtherJoins_LetsOneGoAndTheOtherAfterIt() => Explorer.Explore(() =>
    {
        (House one, House other) = House.Two(OneSlot);
        Admission held = one.Admit();
        _ = one.Call();
        return new(
            () =>
            {
                Assert.Equal(1, one.Model.Calls + other.Model.Calls);
                (House first, House second) = one.Model.Calls == 1 ? (one, other) : (other, one);
                first.Model.Answer(0);
                Assert.Equal(1, second.Model.Calls);
            },
            () => held.GiveBack(0),
            () => _ = other.Call());
    }, preemptions: 1);

    [Fact]
    public void GiveBack_WhileBothWait_LetsOneGoAndTheOtherAfterIt() => Explorer.Explore(() =>
    {
        // Two slots; a call of each line waits, and both calls under way end.
        (House one, House other) = House.Two(new() { MaxConcurrentRequests = 2 });
        Admission held = one.Admit();
        Admission too = other.Admit();
        _ = one.Call();
        _ = other.Call();
        return new(
            () => Assert.Equal((1, 1), (one.Model.Calls, other.Model.Calls)),
            () => held.GiveBack(0),
            () => too.GiveBack(0));
    }, preemptions: 1);

    [Fact]
    public void Cancel_OfOneWhileACallOfTheOtherJoins_LetsItGo() => Explorer.Explore(() =>
    {
        // The one waits for nine tokens, of which five are there: as many as the other needs, which waits its turn.
        (House one, House other) = House.Two(House.TenTokens(slots: 5));
        one.Admit(tokens: 5);
        CancellationTokenSource cancellation = new();
        Task<ChatResponse> leaves = one.Call(House.NineTokens, cancellation.Token);
        return new(
            () =>
            {
                Assert.Equal(TaskStatus.Canceled, leaves.Status);
                Assert.Equal(1, other.Model.Calls);
            },
            cancellation.Cancel,
            () => _ = other.Call());
    }, preemptions: 1);

    [Fact]
    public void Dispose_OfOneWhileACallOfTheOtherJoins_LetsItGo() => Explorer.Explore(() =>
    {
        (House one, House other) = House.Two(House.TenTokens(slots: 5));
        one.Admit(tokens: 5);
        Task<ChatResponse> waits = one.Call(House.NineTokens);
        return new(
            () =>
            {
                Assert.True(waits.IsFaulted);
                Assert.Equal(1, other.Model.Calls);
            },
            one.Client.Dispose,
            () => _ = other.Call());
    }, preemptions: 1);

    private sealed class Line : ISlotWatcher
    {
        public void OnReleased()
        {
        }
    }
}
