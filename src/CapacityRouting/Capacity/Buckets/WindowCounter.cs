using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The units taken in the last window: a ring of slots, and their total in one word. There are up to sixty slots for the parts of the window, and one more for the part
/// that has begun. Units stay for at least a whole window, and at most one part longer.
/// </summary>
/// <remarks>
/// <para>Lock-free, and free of allocation. Invariant: the total is never less than the sum of all slots. Units enter the total before
/// they enter a slot, and leave their slot before they leave the total. They leave a slot by a swap of that very word, so only once,
/// and expire only when a window has passed. A take counts only if the total allows it. So no interleaving admits more than the limit to any window;
/// for an instant one may refuse too much.</para>
/// <para>A take is dated by the newest part, read after it was counted: a preempted thread takes as of when it continues.</para>
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

    /// <summary>The total; it still includes what has left since the last take or settlement.</summary>
    public ref long Total => ref _words[TotalWord];

    private ref long Newest => ref _words[NewestWord];

    /// <summary>Counts the units if the total before is at most <paramref name="room"/>.</summary>
    public bool TryCount(long units, long room)
    {
        while (true)
        {
            // Invariant: the total rises only from a value at which the units fit.
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

    /// <summary>Counts units that were taken elsewhere at an earlier time, unless they have left by now.</summary>
    public void CountAsOf(long time, long units)
    {
        long part = PartOf(time);
        if (Atomic.VolatileRead(in Newest) - part >= _slots)
            return;
        Atomic.Add(ref Total, units);
        Date(units, part);
    }

    /// <summary>Gives back units that were taken at <paramref name="time"/>: only those that are still counted there.</summary>
    public void GiveBack(long units, long time)
    {
        long part = PartOf(time);
        ref long word = ref WordOf(part);
        while (true)
        {
            // Invariant: the swap fails if the slot has changed, so no missing units are subtracted.
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

    /// <summary>Expires what has left the window by now. The first thread that sees a new part does it for all.</summary>
    /// <param name="now">The caller's one reading of the clock; never a future time.</param>
    /// <param name="paid">The most units of one slot that expire with a window; the rest stays for later ones.</param>
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

    /// <summary>The total at a time, now or later. Changes nothing.</summary>
    public long CountedAt(long time, long paid)
    {
        Span<long> copy = stackalloc long[_slots];
        return Forecast(copy, time, paid).Counted;
    }

    /// <summary>Ticks from a time, now or later, until the total is at most <paramref name="room"/>. Changes nothing.</summary>
    public long WaitFor(long room, long time, long paid)
    {
        Span<long> copy = stackalloc long[_slots];
        WindowForecast forecast = Forecast(copy, time, paid);
        return forecast.Counted <= room ? 0 : (forecast.FirstWith(room) * _partTicks) - time;
    }

    /// <summary>Clears the window.</summary>
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
            // Invariant: the units in a slot stay counted, as of the same part or a later one.
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

    /// <summary>The units of a slot that still count. After a long idle time the part numbers have wrapped, but then the slot is known to be old.</summary>
    private long LeftOf(WindowSlot slot, long part, long newest, long paid) =>
        slot.After((part - newest >= WindowSlot.FarthestParts - _slots ? WindowSlot.FarthestParts : slot.Age(part)) / _slots, paid);

    /// <summary>The last part, up to the given one, that uses this slot.</summary>
    private long LastOf(int slot, long part) => part - ((part - slot + _slots) % _slots);

    private WindowForecast Forecast(Span<long> copy, long time, long paid)
    {
        // The total is read first. Units that expire meanwhile are then in the total only, so the forecast errs on the high side.
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
