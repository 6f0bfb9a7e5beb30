namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads points in time in the forms that providers write: RFC 3339 and looser ("2026-04-01 at 00:00 UTC"), the three forms of an HTTP date
/// (RFC 9110, section 5.6.7) and prose ("April 1st, 2026 at 9:30 AM"). Only whole dates are read: the missing parts of others would come from the
/// machine's clock. UTC without a zone, midnight without a time of day.
/// </summary>
internal static class Timestamps
{
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset moment)
    {
        Cursor cursor = new(text.Trim());
        return Scan(ref cursor, out moment) && cursor.AtEnd;
    }

    /// <summary>False, with nothing read, when no date begins here.</summary>
    public static bool Scan(ref Cursor cursor, out DateTimeOffset moment) => Scan(ref cursor, out moment, out _);

    /// <param name="cursor">The text.</param>
    /// <param name="moment">The moment, in UTC where no zone is stated.</param>
    /// <param name="isLocal">Whether it is a machine's stamp without a zone, which may be of any ("2026-09-12 00:19:03").</param>
    public static bool Scan(ref Cursor cursor, out DateTimeOffset moment, out bool isLocal) =>
        ScanNumeric(ref cursor, out moment, out isLocal) || NamedDate.Scan(ref cursor, out moment);

    /// <summary>Makes a date from its parts. False when there is no such day, or when the zone moves it out of the calendar.</summary>
    public static bool TryMake(int year, int month, int day, TimeSpan time, out DateTimeOffset moment)
    {
        moment = default;
        if (year is < 1 or > 9_999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        long ticks = new DateTime(year, month, day).Ticks + time.Ticks;
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            return false;
        moment = new(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool ScanNumeric(ref Cursor cursor, out DateTimeOffset moment, out bool isLocal)
    {
        (moment, isLocal) = (default, false);
        Cursor ahead = cursor;
        if (!ahead.Digits(4, 4, out int year) || !ahead.Skip('-') || !ahead.Digits(2, 2, out int month) || !ahead.Skip('-') || !ahead.Digits(2, 2, out int day))
            return false;
        Cursor later = ahead;
        SkipJoint(ref later);
        if (TimeOfDay.Scan(ref later, out TimeSpan time, out bool isZoned))
        {
            ahead = later;
            isLocal = !isZoned;
        }

        if (!TryMake(year, month, day, time, out moment))
            return false;
        cursor = ahead;
        return true;
    }

    private static void SkipJoint(ref Cursor cursor)
    {
        if (cursor.Skip('T') || cursor.Skip('t'))
            return;
        cursor.Skip(',');
        cursor.SkipSpaces();
        Cursor ahead = cursor;
        if (ahead.Word() is not "at")
            return;
        ahead.SkipSpaces();
        cursor = ahead;
    }
}
