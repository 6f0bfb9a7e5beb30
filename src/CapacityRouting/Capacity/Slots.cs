using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity;

/// <summary>
/// The calls under way, and who watches for one to end. Entering and leaving are one atomic operation each; only while somebody waits is
/// there anybody to tell.
/// </summary>
internal sealed class Slots(AlignedWords words, int index)
{
    public const int Unlimited = int.MaxValue;

    private readonly object _gate = new();
    private ISlotWatcher[] _watchers = [];
    private int _limit = Unlimited;

    public int InFlight => (int)Atomic.Read(in words[index]);

    public int Limit => Atomic.Read(in _limit);

    public bool IsFull => InFlight >= Limit;

    public void ChangeLimit(int limit)
    {
        Atomic.Write(ref _limit, limit);
        Tell();
    }

    /// <summary>Takes a slot, unless all are taken.</summary>
    public bool TryEnter()
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

    public void Leave()
    {
        Atomic.Add(ref words[index], -1);
        Tell();
    }

    /// <summary>From now on the watcher is told of every call that leaves. It looks once more after this: one may have left before.</summary>
    public void Watch(ISlotWatcher watcher)
    {
        lock (_gate)
            Atomic.Write(ref _watchers, [.. _watchers, watcher]);
    }

    public void Unwatch(ISlotWatcher watcher)
    {
        lock (_gate)
            Atomic.Write(ref _watchers, [.. _watchers.Where(each => each != watcher)]);
    }

    private void Tell()
    {
        foreach (ISlotWatcher watcher in Atomic.Read(in _watchers))
            watcher.Left();
    }
}
