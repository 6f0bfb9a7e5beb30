using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// The makers of provider state, in a bounded map. The entries unused for the longest are forgotten first. An entry lives at most
/// for the expiry after it was last noted or read.
/// </summary>
/// <remarks>Thread-safe. It has a lock, but only calls with provider state take it.</remarks>
internal sealed class StateMap(Clock clock)
{
    private readonly object _gate = new();
    private readonly Dictionary<StateKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private int _most = 1;
    private int _count;
    private long _expiry = Clock.Never;

    public bool IsEmpty => Atomic.VolatileRead(in _count) == 0;

    /// <summary>Sets the most entries, and their lifetime in ticks.</summary>
    public void Change(int most, long expiry)
    {
        lock (_gate)
        {
            (_most, _expiry) = (most, expiry);
            Forget(clock.Now);
        }
    }

    /// <summary>Notes the maker; of several makers, the last one counts.</summary>
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

    /// <summary>Forgets one maker.</summary>
    public void Remove(StateKey key)
    {
        lock (_gate)
        {
            if (_entries.Remove(key, out LinkedListNode<Entry>? known))
                _byUse.Remove(known);
            Atomic.VolatileWrite(ref _count, _entries.Count);
        }
    }

    /// <returns>The index of the route; null when unknown.</returns>
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

    /// <summary>The entries unused for the longest come first, and so do all expired ones.</summary>
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
