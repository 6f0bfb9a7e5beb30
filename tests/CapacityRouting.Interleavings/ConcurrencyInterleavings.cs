using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Health;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Interleavings;

public sealed class ConcurrencyInterleavings
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void TryEnter_MoreThanSlots_NeverAboveTheLimit(int limit, int callers) => Explorer.Explore(() =>
    {
        ConcurrencyLimiter slots = Of(limit);
        int inside = 0;
        void Call()
        {
            if (!slots.TryEnter(pastAdvice: false))
                return;
            Assert.InRange(++inside, 1, limit);
            Scheduler.Yield();
            inside--;
            slots.Leave();
        }

        return new(() => Assert.Equal(0, slots.InFlight), [.. Enumerable.Repeat((Action)Call, callers)]);
    });

    [Fact]
    public void Watch_WhileTheLastCallLeaves_IsToldOrSeesTheSlotFree() => Explorer.Explore(() =>
    {
        ConcurrencyLimiter slots = Of(1, entered: 1);
        Taker taker = new(slots);
        return new(
            () => Assert.True(taker.HasEntered, "A slot is free and who waits for it does not know."),
            slots.Leave,
            taker.Wait);
    }, preemptions: 4);

    [Fact]
    public void ChangeLimit_WhileOneBeginsToWatch_IsToldOrSeesTheNewRoom() => Explorer.Explore(() =>
    {
        ConcurrencyLimiter slots = Of(1, entered: 1);
        Taker taker = new(slots);
        return new(
            () => Assert.True(taker.HasEntered, "There is room and who waits for it does not know."),
            () =>
            {
                slots.ChangeLimit(2);
                slots.NotifyReleased();
            },
            taker.Wait);
    }, preemptions: 4);

    [Fact]
    public void Watch_TwoForOneSlot_OneHasItAndTheOtherAfterIt() => Explorer.Explore(() =>
    {
        ConcurrencyLimiter slots = Of(1, entered: 1);
        Taker one = new(slots);
        Taker other = new(slots);
        return new(
            () =>
            {
                Assert.True(one.HasEntered ^ other.HasEntered);
                slots.Leave();
                Assert.True(one.HasEntered && other.HasEntered);
                Assert.Equal(1, slots.InFlight);
            },
            slots.Leave,
            one.Wait,
            other.Wait);
    }, preemptions: Extent.IsLong ? 3 : 2);

    /// <summary>Waits as the queue does: it watches, then looks, and looks again when it is told.</summary>
    private sealed class Taker(ConcurrencyLimiter slots) : ISlotWatcher
    {
        private int _entered;

        public bool HasEntered => _entered == 1;

        public void Wait()
        {
            slots.Watch(this);
            OnReleased();
        }

        public void OnReleased()
        {
            if (HasEntered || !slots.TryEnter(pastAdvice: false))
                return;
            if (Atomic.Exchange(ref _entered, 1) == 1)
                slots.Leave();
        }
    }

    private static ConcurrencyLimiter Of(int limit, int entered = 0)
    {
        ConcurrencyLimiter slots = new(new AlignedWords(1), 0, new SlowStart(FrozenTime.Clock));
        slots.ChangeLimit(limit);
        for (int i = 0; i < entered; i++)
            Assert.True(slots.TryEnter(pastAdvice: false));
        return slots;
    }
}
