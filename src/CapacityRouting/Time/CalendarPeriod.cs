namespace CapacityRouting.Time;

/// <summary>One day or month, in ticks of the clock. Immutable.</summary>
/// <param name="Start">Its first tick.</param>
/// <param name="End">The first tick of the next one.</param>
/// <param name="Before">The first tick of the one before.</param>
/// <param name="EndsAt">Its end by the calendar.</param>
internal sealed record CalendarPeriod(long Start, long End, long Before, DateTimeOffset EndsAt)
{
    public long Ticks => End - Start;
}
