using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity;

/// <summary>
/// The calls under way, and who waits for one to end. Entering is one compare-and-swap; only while somebody waits does a
/// leaving call take a lock, to hand its slot to whoever came first.
/// </summary>
internal sealed class Slots(AlignedWords words, int index)
{
    public const int Unlimited = int.MaxValue;

    private const int Nobody = -1;

    private readonly object _gate = new();
    private readonly LinkedList<SlotWaiter> _line = new();
    private int _waiting;
    private int _limit = Unlimited;
    private int _handingOver = Nobody;

    public int InFlight => (int)Atomic.Read(in words[index]);

    public int Limit => Atomic.Read(in _limit);

    public bool IsFull => InFlight >= Limit || Atomic.Read(in _waiting) > 0;

    public void ChangeLimit(int limit)
    {
        Atomic.Write(ref _limit, limit);
        HandOver();
    }

    /// <summary>Takes a slot, unless all are taken or somebody waits for one already.</summary>
    public bool TryEnter() => Atomic.Read(in _waiting) == 0 && TryTake();

    public void Leave()
    {
        Atomic.Add(ref words[index], -1);
        if (Atomic.Read(in _waiting) > 0)
            HandOver();
    }

    public void Join(SlotWaiter waiter)
    {
        lock (_gate)
        {
            _line.AddLast(waiter);
            Atomic.Add(ref _waiting, 1);
        }

        // A slot that was left between the caller's look and its joining must not stay empty.
        HandOver();
    }

    public void GiveUp(SlotWaiter waiter)
    {
        lock (_gate)
            if (_line.Remove(waiter))
                Atomic.Add(ref _waiting, -1);
    }

    private bool TryTake()
    {
        while (true)
        {
            // Invariant: the count rises only from below the limit.
            long seen = Atomic.Read(in words[index]);
            if (seen >= Limit)
                return false;
            if (Atomic.TrySwap(ref words[index], seen, seen + 1))
                return true;
        }
    }

    /// <summary>
    /// Gives free slots to those in line. In injected time a winner goes on in here, and may leave its slot again: that is seen by the
    /// loop that it came from, or a long line would become a deep stack.
    /// </summary>
    private void HandOver()
    {
        int thread = Environment.CurrentManagedThreadId;
        if (Atomic.Read(in _handingOver) == thread)
            return;
        Atomic.Write(ref _handingOver, thread);
        while (TryTakeForFirst() is { } first)
            if (!first.TryGrant(this))
                Atomic.Add(ref words[index], -1);
        Atomic.Write(ref _handingOver, Nobody);
    }

    /// <summary>Takes a slot for whoever came first. It is granted outside of the lock, for the winner may go on there and then.</summary>
    private SlotWaiter? TryTakeForFirst()
    {
        lock (_gate)
        {
            if (_line.First is not { Value: var first } || !TryTake())
                return null;
            _line.RemoveFirst();
            Atomic.Add(ref _waiting, -1);
            return first;
        }
    }
}
