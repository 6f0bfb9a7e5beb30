namespace CapacityRouting.Capacity.Buckets;

/// <summary>The total of a window at a part, slot by slot, and how it falls if nothing else is taken.</summary>
internal readonly ref struct WindowForecast(Span<long> slots, long counted, long part, long paid)
{
    private readonly Span<long> _slots = slots;

    /// <summary>The total at the part.</summary>
    public long Counted => counted;

    /// <summary>The first part at which the total is at most <paramref name="room"/>, which is less than now. Uses the forecast up.</summary>
    public long FirstWith(long room)
    {
        long left = counted;
        for (long next = part + 1; ; next++)
        {
            ref long slot = ref _slots[(int)(next % _slots.Length)];
            long leaving = Math.Min(paid, slot);
            slot -= leaving;
            left -= leaving;

            // Units in transit, into a slot or out of the total, are in no slot: look again after a window.
            if (left <= room || (next - part >= _slots.Length && _slots.IndexOfAnyExcept(0) < 0))
                return next;
            if ((next - part) % _slots.Length == 0)
                next += SkipRounds(ref left, room) * _slots.Length;
        }
    }

    /// <summary>
    /// Skips rounds that cannot be enough. After the first round only debts are left, and each round pays off the same or
    /// less.
    /// </summary>
    private long SkipRounds(ref long left, long room)
    {
        long debts = _slots.Length - _slots.Count(0);
        long rounds = (left - room - 1) / (paid * debts);
        foreach (ref long slot in _slots)
        {
            long leaving = (long)Int128.Min((Int128)rounds * paid, slot);
            slot -= leaving;
            left -= leaving;
        }

        return rounds;
    }
}
