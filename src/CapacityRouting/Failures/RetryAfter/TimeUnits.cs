namespace CapacityRouting.Failures.RetryAfter;

/// <summary>Units of time in nanoseconds, by the names that providers use.</summary>
internal static class TimeUnits
{
    public const ulong Nanosecond = 1;
    public const ulong Microsecond = 1_000;
    public const ulong Millisecond = 1_000_000;
    public const ulong Second = 1_000_000_000;
    public const ulong Minute = 60 * Second;
    public const ulong Hour = 60 * Minute;
    public const ulong Day = 24 * Hour;
    public const ulong Week = 7 * Day;

    /// <returns>Null for a word that is no unit of time. A month is none, since its length is not known.</returns>
    public static ulong? Of(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Spelling.Longest];
        return Spelling.Lower(word, buffer) switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" or "sekunde" or "sekunden" or "seconde" or "secondes" or "segundo" or "segundos" or "secondi" => Second,
            "ms" or "msec" or "msecs" or "millis" or "millisecond" or "milliseconds" => Millisecond,
            "m" or "min" or "mins" or "minute" or "minutes" or "minuten" or "minuto" or "minutos" or "minuti" => Minute,
            "h" or "hr" or "hrs" or "hour" or "hours" or "stunde" or "stunden" or "heure" or "heures" or "hora" or "horas" => Hour,
            "d" or "day" or "days" => Day,
            "w" or "week" or "weeks" => Week,
            "us" or "\u00b5s" or "\u03bcs" or "microsecond" or "microseconds" => Microsecond,
            "ns" or "nanosecond" or "nanoseconds" => Nanosecond,
            _ => null,
        };
    }

    /// <summary>The time, rounded up to the next tick. The largest value (584 years) means "for ever".</summary>
    public static TimeSpan ToTimeSpan(ulong nanoseconds) =>
        nanoseconds == ulong.MaxValue ? TimeSpan.MaxValue : new((long)((nanoseconds / 100) + (nanoseconds % 100 > 0 ? 1UL : 0)));
}
