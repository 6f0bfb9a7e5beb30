namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads durations in the forms that providers write: Go's ("1h2m", "8.64s", "174ms"), protobuf's ("3.5s"), ISO 8601's ("PT1M30S"), in
/// words ("1 hour and 5 minutes") and bare seconds ("12", "0.5"). Rounded up to the next tick, so that a waiting client never comes early.
/// </summary>
internal static class Durations
{
    /// <summary>False for any other text and for a negative duration. More than 584 years reads as <see cref="TimeSpan.MaxValue"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        Cursor cursor = new(text.Trim());
        cursor.Skip('+');
        bool isRead = cursor.Next == 'P' ? ScanIso(ref cursor, out duration) : Scan(ref cursor, out duration) || ScanSeconds(ref cursor, out duration);
        return isRead && cursor.AtEnd;
    }

    /// <summary>Reads numbers with units, from the largest unit to the smallest. A number without a unit stays unread.</summary>
    public static bool Scan(ref Cursor cursor, out TimeSpan duration)
    {
        ulong total = 0;
        ulong smallest = ulong.MaxValue;
        Cursor ahead = cursor;
        while (ScanPart(ref ahead, out DecimalNumber number, out ulong unit) && unit < smallest)
        {
            total = Sum(total, number.Times(unit));
            smallest = unit;
            cursor = ahead;
            SkipJoint(ref ahead);
        }

        duration = TimeUnits.ToTimeSpan(total);
        return smallest != ulong.MaxValue;
    }

    /// <summary>Reads hours, minutes and seconds in the form of a clock: "15:20:20".</summary>
    public static bool ScanClock(ref Cursor cursor, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        Cursor ahead = cursor;
        if (!ahead.Digits(1, 4, out int hours) || !ahead.Skip(':') || !ahead.Digits(2, 2, out int minutes) || !ahead.Skip(':') || !ahead.Digits(2, 2, out int seconds))
            return false;
        duration = new TimeSpan(hours, minutes, seconds);
        cursor = ahead;
        return true;
    }

    private static bool ScanPart(ref Cursor cursor, out DecimalNumber number, out ulong unit)
    {
        unit = 0;
        if (!DecimalNumber.Scan(ref cursor, out number))
            return false;
        cursor.SkipSpaces();
        if (TimeUnits.Of(cursor.Letters()) is not { } known)
            return false;
        unit = known;
        return true;
    }

    private static void SkipJoint(ref Cursor cursor)
    {
        cursor.Skip(',');
        cursor.SkipSpaces();
        Cursor ahead = cursor;
        if (ahead.Letters() is not ("and" or "AND"))
            return;
        ahead.SkipSpaces();
        cursor = ahead;
    }

    private static bool ScanSeconds(ref Cursor cursor, out TimeSpan duration)
    {
        bool isNumber = DecimalNumber.Scan(ref cursor, out DecimalNumber seconds);
        duration = TimeUnits.ToTimeSpan(seconds.Times(TimeUnits.Second));
        return isNumber;
    }

    private static bool ScanIso(ref Cursor cursor, out TimeSpan duration)
    {
        ulong total = 0;
        ulong smallest = ulong.MaxValue;
        Cursor ahead = cursor;
        ahead.Skip('P');
        bool isTime = ahead.Skip('T');
        while (DecimalNumber.Scan(ref ahead, out DecimalNumber number) && IsoUnit(ahead.Next, isTime) is { } unit && unit < smallest)
        {
            total = Sum(total, number.Times(unit));
            smallest = unit;
            ahead.Advance();
            cursor = ahead;
            isTime |= ahead.Skip('T');
        }

        duration = TimeUnits.ToTimeSpan(total);
        return smallest != ulong.MaxValue;
    }

    // Years and months are left out, since their lengths are not known.
    private static ulong? IsoUnit(char letter, bool isTime) => (letter, isTime) switch
    {
        ('W', false) => TimeUnits.Week,
        ('D', false) => TimeUnits.Day,
        ('H', true) => TimeUnits.Hour,
        ('M', true) => TimeUnits.Minute,
        ('S', true) => TimeUnits.Second,
        _ => null,
    };

    private static ulong Sum(ulong one, ulong other) => one > ulong.MaxValue - other ? ulong.MaxValue : one + other;
}
