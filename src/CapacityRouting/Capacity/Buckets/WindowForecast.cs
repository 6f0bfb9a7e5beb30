namespace CapacityRouting.Capacity.Buckets;

/// <summary>What is counted of a window at a part, slot by slot, and how it will leave if nothing else is taken.</summary>
internal readonly ref struct WindowForecast(Span<long> slots, long counted, long part, long paid)
{
    private readonly Span<long> _slots = slots;

    /// <summary>All that is counted at the part.</summary>
    public long Counted => counted;

    /// <summary>The first part with no more than so many units, which are fewer than now; it uses the forecast up.</summary>
    public long FirstWith(long room)
    {
        long left = counted;
        for (long next = part + 1; ; next++)
        {
            ref long slot = ref _slots[(int)(next % _slots.Length)];
            long leaving = Math.Min(paid, slot);
            slot -= leaving;
            left -= leaving;

            // Units that are on their way into a slot, or out of the total, are in none: look again after a window.
            if (left <= room || (next - part >= _slots.Length && _slots.IndexOfAnyExcept(0) < 0))
                return next;
            if ((next - part) % _slots.Length == 0)
                next += SkipRounds(ref left, room) * _slots.Length;
        }
    }

    /// <summary>
    /// After the first round only debts are left, of which each round pays the same or less; so many rounds can't be enough, and need not
    /// be gone through.
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
