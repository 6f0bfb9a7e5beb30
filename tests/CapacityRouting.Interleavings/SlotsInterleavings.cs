using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings;

public sealed class SlotsInterleavings
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void TryEnter_MoreThanSlots_NeverAboveTheLimit(int limit, int callers) => Explorer.Explore(() =>
    {
        Slots slots = Of(limit);
        int inside = 0;
        void Call()
        {
            if (!slots.TryEnter())
                return;
            Assert.InRange(++inside, 1, limit);
            Scheduler.Yield();
            inside--;
            slots.Leave();
        }

        return new(() => Assert.Equal(0, slots.InFlight), [.. Enumerable.Repeat((Action)Call, callers)]);
    });

    [Fact]
    public void Join_WhileTheLastCallLeaves_IsGranted() => Explorer.Explore(() =>
    {
        Slots slots = Of(1, entered: 1);
        SlotWaiter waiter = new();
        return new(
            () => AssertGranted(slots, 1, waiter),
            slots.Leave,
            () => slots.Join(waiter));
    }, preemptions: int.MaxValue);

    [Fact]
    public void Join_TwoForOneSlot_OneIsGrantedAndTheOtherAfterIt() => Explorer.Explore(() =>
    {
        Slots slots = Of(1, entered: 1);
        SlotWaiter one = new();
        SlotWaiter other = new();
        return new(
            () =>
            {
                Assert.True(one.Granted.IsCompleted ^ other.Granted.IsCompleted);
                Assert.Equal(1, slots.InFlight);
                slots.Leave();
                Assert.True(one.Granted.IsCompletedSuccessfully && other.Granted.IsCompletedSuccessfully);
            },
            slots.Leave,
            () => slots.Join(one),
            () => slots.Join(other));
    });

    [Fact]
    public void Join_WhileOthersEnterAndLeave_IsGranted() => Explorer.Explore(() =>
    {
        Slots slots = Of(1, entered: 1);
        SlotWaiter waiter = new();
        return new(
            () => AssertGranted(slots, 1, waiter),
            slots.Leave,
            () => slots.Join(waiter),
            () =>
            {
                if (slots.TryEnter())
                    slots.Leave();
            });
    });

    [Fact]
    public void GiveUp_WhileTheSlotIsHandedOver_LeavesNoSlotBehind() => Explorer.Explore(() =>
    {
        Slots slots = Of(1, entered: 1);
        SlotWaiter waiter = new();
        slots.Join(waiter);
        return new(
            () => AssertEmpty(slots),
            slots.Leave,
            () => EndWait(slots, waiter));
    }, preemptions: int.MaxValue);

    [Fact]
    public void GiveUp_OfTheFirstInLine_LetsTheSecondHaveTheSlot() => Explorer.Explore(() =>
    {
        Slots slots = Of(1, entered: 1);
        SlotWaiter first = new();
        SlotWaiter second = new();
        slots.Join(first);
        slots.Join(second);
        return new(
            () => AssertGranted(slots, 1, second),
            slots.Leave,
            () => EndWait(slots, first));
    }, preemptions: int.MaxValue);

    [Fact]
    public void Join_TwoLinesAtOnce_TakesOneSlotAndLeavesTheOther() => Explorer.Explore(() =>
    {
        Slots here = Of(1, entered: 1);
        Slots there = Of(1, entered: 1);
        SlotWaiter waiter = new();
        here.Join(waiter);
        there.Join(waiter);
        return new(
            () =>
            {
                Assert.True(waiter.Granted.IsCompletedSuccessfully);
                here.GiveUp(waiter);
                there.GiveUp(waiter);
                Assert.Equal(1, here.InFlight + there.InFlight);
                waiter.Granted.Result.Leave();
                AssertEmpty(here);
                AssertEmpty(there);
            },
            here.Leave,
            there.Leave);
    });

    [Fact]
    public void ChangeLimit_WhileJoining_GrantsTheNewRoom() => Explorer.Explore(() =>
    {
        Slots slots = Of(1, entered: 1);
        SlotWaiter waiter = new();
        return new(
            () => AssertGranted(slots, 2, waiter),
            () => slots.ChangeLimit(2),
            () => slots.Join(waiter));
    }, preemptions: int.MaxValue);

    /// <summary>The end of a wait that ran out of time.</summary>
    private static void EndWait(Slots slots, SlotWaiter waiter)
    {
        Scheduler.Yield();
        waiter.Cancel();
        slots.GiveUp(waiter);
        if (waiter.Granted.IsCompletedSuccessfully)
            waiter.Granted.Result.Leave();
    }

    private static void AssertGranted(Slots slots, int inFlight, SlotWaiter waiter)
    {
        Assert.True(waiter.Granted.IsCompletedSuccessfully, "A slot is free and somebody waits for it.");
        Assert.Equal(inFlight, slots.InFlight);
    }

    private static void AssertEmpty(Slots slots)
    {
        Assert.Equal(0, slots.InFlight);
        Assert.False(slots.IsFull, "Nobody waits, and yet the line counts somebody.");
    }

    private static Slots Of(int limit, int entered = 0)
    {
        Slots slots = new(new AlignedWords(1), 0);
        slots.ChangeLimit(limit);
        for (int i = 0; i < entered; i++)
            Assert.True(slots.TryEnter());
        return slots;
    }
}
