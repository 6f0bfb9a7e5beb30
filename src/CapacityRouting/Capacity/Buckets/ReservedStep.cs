namespace CapacityRouting.Capacity.Buckets;

/// <summary>How far a limit may be spent before the next save has ended, as arrival times.</summary>
/// <param name="Low">The arrival time beyond which a take asks for the next save.</param>
/// <param name="Mark">The arrival time beyond which a take waits for it.</param>
internal readonly record struct ReservedStep(long Low, long Mark)
{
    // A hundredth of the limit is lost by a process that is killed. An eighth of that is left when the next save begins: at a hundred calls a second over ten thousand
    // a day it has 0.12 s, and a save takes milliseconds.
    private const int StepsOfALimit = 100;
    private const int PartsOfAStep = 8;

    /// <summary>Nothing may be spent.</summary>
    public static ReservedStep Nothing { get; } = new(long.MinValue, long.MinValue);

    /// <param name="limit">The limit.</param>
    /// <param name="arrival">The arrival time, not before <paramref name="from"/>.</param>
    /// <param name="from">The time from which it counts.</param>
    /// <param name="need">The largest take beyond the low-water mark since the last save; zero for none.</param>
    /// <param name="usual">The same of the last save before which there was one. A limit that no call has asked for reserves nothing.</param>
    public static ReservedStep Of(RateLimit limit, long arrival, long from, long need, long usual)
    {
        if (usual == 0)
            return Nothing;
        long step = limit.WindowTicks / StepsOfALimit;

        // The arrival time of an idle bucket that refills moves on with the clock, from the save to the take that waits for it.
        long drift = limit.Calendar is null ? step / PartsOfAStep : 0;
        long ahead = Math.Max(step - (step / PartsOfAStep), usual + drift);
        long whole = from + Math.Max(limit.ToleranceTicks, need) + drift;
        return arrival + ahead >= whole
            ? new(Math.Max(arrival, whole), Math.Max(arrival, whole))
            : new(arrival + ahead - Math.Max(step / PartsOfAStep, usual), arrival + ahead);
    }
}
