using CapacityRouting.Atomics;
using CapacityRouting.Capacity;

namespace CapacityRouting.Tests.Capacity;

public sealed class SlotsTests
{
    private readonly Slots _slots = new(new AlignedWords(1), 0);

    [Fact]
    public void TryEnter_NoLimit_AlwaysEnters()
    {
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(_slots.TryEnter()));
        Assert.Equal(1_000, _slots.InFlight);
        Assert.False(_slots.IsFull);
    }

    [Fact]
    public void TryEnter_AtTheLimit_WaitsForALeave()
    {
        _slots.ChangeLimit(1);
        Assert.True(_slots.TryEnter());

        Assert.False(_slots.TryEnter());
        Assert.True(_slots.IsFull);
        _slots.Leave();
        Assert.True(_slots.TryEnter());
    }

    [Fact]
    public void Join_WithASlotFree_IsGrantedAtOnce()
    {
        _slots.ChangeLimit(1);
        SlotWaiter waiter = new();

        _slots.Join(waiter);

        Assert.True(waiter.Granted.IsCompletedSuccessfully);
        Assert.Equal(1, _slots.InFlight);
    }

    [Fact]
    public void Leave_WithAWaiter_HandsTheSlotOver()
    {
        SlotWaiter[] line = Line(2);

        _slots.Leave();

        Assert.True(line[0].Granted.IsCompletedSuccessfully);
        Assert.False(line[1].Granted.IsCompleted);
        Assert.Equal(1, _slots.InFlight);
    }

    [Fact]
    public void TryEnter_WhileSomebodyWaits_GoesNotBeforeThem()
    {
        SlotWaiter waiter = Line(1)[0];
        _slots.ChangeLimit(3);

        Assert.True(waiter.Granted.IsCompletedSuccessfully);
        Assert.True(_slots.TryEnter());
        _slots.Join(new SlotWaiter());
        Assert.False(_slots.TryEnter());
    }

    [Fact]
    public void GiveUp_InTheMiddleOfTheLine_KeepsTheOrderOfTheRest()
    {
        SlotWaiter[] line = Line(3);
        line[1].Cancel();
        _slots.GiveUp(line[1]);

        _slots.Leave();
        _slots.Leave();

        Assert.True(line[0].Granted.IsCompletedSuccessfully);
        Assert.True(line[1].Granted.IsCanceled);
        Assert.True(line[2].Granted.IsCompletedSuccessfully);
    }

    [Fact]
    public void Leave_WithACancelledWaiterInLine_PassesItOver()
    {
        SlotWaiter[] line = Line(2);
        line[0].Cancel();

        _slots.Leave();

        Assert.True(line[1].Granted.IsCompletedSuccessfully);
        Assert.Equal(1, _slots.InFlight);
    }

    [Fact]
    public void GiveUp_OfTheLast_OpensTheLine()
    {
        SlotWaiter waiter = Line(1)[0];
        _slots.GiveUp(waiter);
        _slots.GiveUp(waiter);

        _slots.Leave();

        Assert.True(_slots.TryEnter());
        Assert.False(waiter.Granted.IsCompleted);
    }

    [Fact]
    public void ChangeLimit_ToMore_GrantsTheNewOnesInOrder()
    {
        SlotWaiter[] line = Line(3);

        _slots.ChangeLimit(3);

        Assert.Equal([true, true, false], line.Select(waiter => waiter.Granted.IsCompleted));
        Assert.Equal(3, _slots.InFlight);
    }

    /// <summary>One slot, taken, and so many who wait for it.</summary>
    private SlotWaiter[] Line(int waiters)
    {
        _slots.ChangeLimit(1);
        Assert.True(_slots.TryEnter());
        SlotWaiter[] line = [.. Enumerable.Range(0, waiters).Select(_ => new SlotWaiter())];
        Array.ForEach(line, _slots.Join);
        return line;
    }
}
