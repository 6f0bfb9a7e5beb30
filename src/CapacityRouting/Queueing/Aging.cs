using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>Aging: a waiter rises by one priority with every interval since its arrival, so that no priority starves another. It affects only the order between priorities.</summary>
/// <param name="Now">The caller's one reading of the clock.</param>
/// <param name="Interval">The interval in ticks; <see cref="Clock.Never"/> turns aging off.</param>
internal readonly record struct Aging(long Now, long Interval)
{
    /// <summary>The rank of a waiter after aging.</summary>
    public int RankOf(Waiter waiter)
    {
        long classes = Interval >= Clock.Never ? 0 : Math.Max(0, Now - waiter.Ticket.ArrivedAt) / Math.Max(1, Interval);
        return (int)Math.Max(waiter.Rank % 2, waiter.Rank - (2 * Math.Min(classes, Waiter.Ranks)));
    }
}
