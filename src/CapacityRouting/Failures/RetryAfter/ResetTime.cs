namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads the value of any provider's reset header: a duration, seconds, a date, or seconds, milliseconds, micro- or
/// nanoseconds since 1970. The size of a number decides its unit.
/// </summary>
internal static class ResetTime
{
    // As seconds since 1970 it is 2001, and as a wait it is 31 years. No provider means such a wait, and no reset lies that far in the past.
    private const ulong FirstEpochSecond = 1_000_000_000;

    /// <summary>The time from now, zero when the reset is past. Null for an empty value, a negative one (a sentinel) and one that is no time.</summary>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        ReadOnlySpan<char> text = value.AsSpan().Trim();
        if (DecimalNumber.TryParse(text, out DecimalNumber number))
            return Of(number, now);
        if (Durations.TryParse(text, out TimeSpan duration))
            return duration;
        return Timestamps.TryParse(text, out DateTimeOffset moment) ? Until(moment, now) : null;
    }

    /// <summary>A number without a unit: seconds from now, or a moment when it is too large for that.</summary>
    public static TimeSpan Of(DecimalNumber number, DateTimeOffset now)
    {
        TimeSpan span = TimeUnits.ToTimeSpan(number.Times(UnitOf(number)));
        return IsMoment(number) ? SinceEpoch(span, now) : span;
    }

    public static bool IsMoment(DecimalNumber number) => number.Whole >= FirstEpochSecond;

    public static TimeSpan Until(DateTimeOffset moment, DateTimeOffset now) => moment > now ? moment - now : TimeSpan.Zero;

    private static ulong UnitOf(DecimalNumber number) => number.Whole switch
    {
        < FirstEpochSecond * 1_000 => TimeUnits.Second,
        < FirstEpochSecond * 1_000_000 => TimeUnits.Millisecond,
        < FirstEpochSecond * 1_000_000_000 => TimeUnits.Microsecond,
        _ => TimeUnits.Nanosecond,
    };

    private static TimeSpan SinceEpoch(TimeSpan span, DateTimeOffset now) =>
        span == TimeSpan.MaxValue ? span : Until(DateTimeOffset.UnixEpoch + span, now);
}
