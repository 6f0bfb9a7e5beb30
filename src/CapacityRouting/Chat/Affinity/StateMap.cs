using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// Which route made what. It holds so many entries at most, and forgets those first that have not been asked for the longest; none lives longer
/// than the expiry after it was last noted or asked for.
/// </summary>
/// <remarks>Thread-safe. There is a lock, but only calls that carry such things take it.</remarks>
internal sealed class StateMap(Clock clock)
{
    private readonly object _gate = new();
    private readonly Dictionary<StateKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private int _most = 1;
    private int _count;
    private long _expiry = Clock.Never;

    public bool IsEmpty => Atomic.VolatileRead(in _count) == 0;

    /// <summary>Sets how many are remembered, and for how many ticks.</summary>
    public void Change(int most, long expiry)
    {
        lock (_gate)
        {
            (_most, _expiry) = (most, expiry);
            Forget(clock.Now);
        }
    }

    /// <summary>A route made this; where several did, the last one counts.</summary>
    public void Note(StateKey key, int maker)
    {
        lock (_gate)
        {
            long now = clock.Now;
            if (_entries.Remove(key, out LinkedListNode<Entry>? known))
                _byUse.Remove(known);
            _entries[key] = _byUse.AddLast(new Entry(key, maker, now));
            Forget(now);
        }
    }

    /// <returns>The index of the route; null when nobody knows.</returns>
    public int? MakerOf(StateKey key)
    {
        lock (_gate)
        {
            long now = clock.Now;
            Forget(now);
            if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? known))
                return null;
            _byUse.Remove(known);
            known.Value = known.Value with { UsedAt = now };
            _byUse.AddLast(known);
            return known.Value.Maker;
        }
    }

    /// <summary>Those that were not used for the longest stand first, so that all that has expired does too.</summary>
    private void Forget(long now)
    {
        while (_byUse.First is { } oldest && (_entries.Count > _most || now - oldest.Value.UsedAt >= _expiry))
        {
            _entries.Remove(oldest.Value.Key);
            _byUse.RemoveFirst();
        }

        Atomic.VolatileWrite(ref _count, _entries.Count);
    }

    private readonly record struct Entry(StateKey Key, int Maker, long UsedAt);
}
