using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>How requests rise with the time since they came, so that no class starves another for ever: by a class with every interval. Only the order of classes follows from it.</summary>
/// <param name="Now">The caller's one reading of the clock.</param>
/// <param name="Interval">The interval in ticks; <see cref="Clock.Never"/> where none rises.</param>
internal readonly record struct Aging(long Now, long Interval)
{
    /// <summary>The rank with which a request goes now.</summary>
    public int RankOf(Waiter waiter)
    {
        long classes = Interval >= Clock.Never ? 0 : Math.Max(0, Now - waiter.Ticket.ArrivedAt) / Math.Max(1, Interval);
        return (int)Math.Max(waiter.Rank % 2, waiter.Rank - (2 * Math.Min(classes, Waiter.Ranks)));
    }
}
