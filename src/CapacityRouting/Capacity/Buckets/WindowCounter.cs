using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// What was taken in the last window, counted in up to sixty parts of it and the one that has begun: a ring of slots, and their total in
/// a word. Units stay for a whole window at least, and a part longer at most.
/// </summary>
/// <remarks>
/// <para>Lock-free, and free of allocation. The invariant: the total is never less than the units in all slots. Units are in the total before
/// they are in a slot, and leave their slot before they leave the total; they leave a slot by a swap of that very word, so once only,
/// and for age only when a window has passed. A take counts only if the total allows it. So no interleaving admits more than the limit to any window;
/// for an instant one may refuse too much.</para>
/// <para>A take is dated by the newest part, read after it was counted: a thread that was put aside takes as of when it went on.</para>
/// </remarks>
internal sealed class WindowCounter
{
    private const int Parts = 60;
    private const int TotalWord = 0;
    private const int NewestWord = 1;
    private const int FirstSlot = 2;

    private readonly AlignedWords _words = new(FirstSlot + Parts + 1);
    private readonly long _partTicks;
    private readonly int _slots;

    public WindowCounter(long windowTicks)
    {
        WindowTicks = windowTicks;
        _partTicks = (windowTicks + Parts - 1) / Parts;
        _slots = (int)((windowTicks + _partTicks - 1) / _partTicks) + 1;
    }

    public long WindowTicks { get; }

    /// <summary>All that is counted; what has left since the last take or settlement is still in it.</summary>
    public ref long Total => ref _words[TotalWord];

    private ref long Newest => ref _words[NewestWord];

    /// <summary>Counts the units if no more than <paramref name="room"/> are counted before.</summary>
    public bool TryCount(long units, long room)
    {
        while (true)
        {
            // Invariant: the total rises only from where the units fit.
            long seen = Atomic.VolatileRead(in Total);
            if (seen > room)
                return false;
            if (!Atomic.CompareAndSwap(ref Total, seen, seen + units))
                continue;
            Date(units, Atomic.VolatileRead(in Newest));
            return true;
        }
    }

    /// <summary>Counts the units, whether they fit or not.</summary>
    public void Count(long units)
    {
        Atomic.Add(ref Total, units);
        Date(units, Atomic.VolatileRead(in Newest));
    }

    /// <summary>Counts units that were taken elsewhere at a time before now, unless they have left by now.</summary>
    public void CountAsOf(long time, long units)
    {
        long part = PartOf(time);
        if (Atomic.VolatileRead(in Newest) - part >= _slots)
            return;
        Atomic.Add(ref Total, units);
        Date(units, part);
    }

    /// <summary>Gives back units that were taken at <paramref name="time"/>: those that are still counted there, and no others.</summary>
    public void GiveBack(long units, long time)
    {
        long part = PartOf(time);
        ref long word = ref WordOf(part);
        while (true)
        {
            // Invariant: the swap fails if the slot has changed, so nothing is taken off that is not there.
            WindowSlot seen = new(Atomic.VolatileRead(in word));
            long given = Math.Min(units, seen.Units);
            if (given == 0 || seen.Age(part) != 0)
                return;
            if (!Atomic.CompareAndSwap(ref word, seen.Word, WindowSlot.Of(part, seen.Units - given).Word))
                continue;
            Atomic.Add(ref Total, -given);
            return;
        }
    }

    /// <summary>Lets go what has left the window by now. Whoever first sees a new part does it for all.</summary>
    /// <param name="now">The caller's one reading of the clock; never a time to come.</param>
    /// <param name="paid">The most units of one slot that a window lets go; what is more stays for another one.</param>
    public void MoveTo(long now, long paid)
    {
        long part = PartOf(now);
        long newest = Atomic.VolatileRead(in Newest);
        if (newest >= part)
            return;
        for (int slot = 0; slot < _slots; slot++)
            LetGo(slot, part, newest, paid);
        Atomic.RaiseTo(ref Newest, part);
    }

    /// <summary>What will be counted at a time to come, or is now; nothing changes.</summary>
    public long CountedAt(long time, long paid)
    {
        Span<long> copy = stackalloc long[_slots];
        return Forecast(copy, time, paid).Counted;
    }

    /// <summary>How long after a time, now or to come, until no more than <paramref name="room"/> are counted; nothing changes.</summary>
    public long WaitFor(long room, long time, long paid)
    {
        Span<long> copy = stackalloc long[_slots];
        WindowForecast forecast = Forecast(copy, time, paid);
        return forecast.Counted <= room ? 0 : (forecast.FirstWith(room) * _partTicks) - time;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _slots; slot++)
            Atomic.Add(ref Total, -new WindowSlot(Atomic.Exchange(ref _words[FirstSlot + slot], 0)).Units);
    }

    private long PartOf(long time) => time / _partTicks;

    private ref long WordOf(long part) => ref _words[FirstSlot + (int)(part % _slots)];

    private void Date(long units, long part)
    {
        ref long word = ref WordOf(part);
        while (true)
        {
            // Invariant: what is in a slot already stays counted, as of the same part or a later one.
            WindowSlot seen = new(Atomic.VolatileRead(in word));
            WindowSlot with = seen.With(units, part);
            if (!Atomic.CompareAndSwap(ref word, seen.Word, with.Word))
                continue;
            if (with.Units - seen.Units < units)
                Atomic.Add(ref Total, with.Units - seen.Units - units);
            return;
        }
    }

    private void LetGo(int slot, long part, long newest, long paid)
    {
        ref long word = ref _words[FirstSlot + slot];
        while (true)
        {
            // Invariant: units leave the slot first, by a swap that fails if any were added, and the total only then.
            WindowSlot seen = new(Atomic.VolatileRead(in word));
            long left = LeftOf(seen, part, newest, paid);
            if (left == seen.Units)
                return;
            if (!Atomic.CompareAndSwap(ref word, seen.Word, left == 0 ? 0 : WindowSlot.Of(LastOf(slot, part), left).Word))
                continue;
            Atomic.Add(ref Total, left - seen.Units);
            return;
        }
    }

    /// <summary>What is still counted of a slot. After a long idleness the numbers of parts have wrapped, but then it is known to be old.</summary>
    private long LeftOf(WindowSlot slot, long part, long newest, long paid) =>
        slot.After((part - newest >= WindowSlot.FarthestParts - _slots ? WindowSlot.FarthestParts : slot.Age(part)) / _slots, paid);

    /// <summary>The last part up to this one that has this slot.</summary>
    private long LastOf(int slot, long part) => part - ((part - slot + _slots) % _slots);

    private WindowForecast Forecast(Span<long> copy, long time, long paid)
    {
        // The total first: what is let go meanwhile is then in it and no longer in its slot, which tells too much, not too little.
        long total = Atomic.VolatileRead(in Total);
        long newest = Atomic.VolatileRead(in Newest);
        long part = Math.Max(PartOf(time), newest);
        for (int slot = 0; slot < _slots; slot++)
        {
            WindowSlot seen = new(Atomic.VolatileRead(in _words[FirstSlot + slot]));
            copy[slot] = LeftOf(seen, part, newest, paid);
            total -= seen.Units - copy[slot];
        }

        return new(copy, total, part, paid);
    }
}
