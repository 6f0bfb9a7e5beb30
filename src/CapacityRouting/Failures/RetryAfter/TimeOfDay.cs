namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A time of day and its zone: "09:30", "9:30:15.5 PM", "00:00 UTC", "00:00:00+01:00". UTC without a zone.</summary>
internal static class TimeOfDay
{
    /// <summary>The time since midnight UTC of the date beside it. With another zone it may be negative, or longer than a day.</summary>
    public static bool Scan(ref Cursor cursor, out TimeSpan time) => Scan(ref cursor, out time, out _);

    /// <param name="cursor">The text.</param>
    /// <param name="time">The time.</param>
    /// <param name="isZoned">Whether a zone is stated.</param>
    public static bool Scan(ref Cursor cursor, out TimeSpan time, out bool isZoned)
    {
        (time, isZoned) = (TimeSpan.Zero, false);
        Cursor ahead = cursor;
        if (!ahead.Digits(1, 2, out int hour) || !ahead.Skip(':') || !ahead.Digits(2, 2, out int minute) || !ScanSeconds(ref ahead, out TimeSpan seconds))
            return false;
        hour = ScanHalf(ref ahead, hour);
        if (hour > 23 || minute > 59)
            return false;
        isZoned = ScanOffset(ref ahead, out TimeSpan offset);
        time = new TimeSpan(hour, minute, 0) + seconds - offset;
        cursor = ahead;
        return true;
    }

    private static bool ScanSeconds(ref Cursor cursor, out TimeSpan seconds)
    {
        seconds = TimeSpan.Zero;
        if (!cursor.Skip(':'))
            return true;
        bool isSeconds = char.IsAsciiDigit(cursor.Peek(1)) & DecimalNumber.Scan(ref cursor, out DecimalNumber number) && number.Whole <= 59;
        if (isSeconds)
            seconds = TimeUnits.ToTimeSpan(number.Times(TimeUnits.Second));
        return isSeconds;
    }

    /// <summary>The hour of the day. A 12-hour clock is converted by its "AM" or "PM".</summary>
    private static int ScanHalf(ref Cursor cursor, int hour)
    {
        Cursor ahead = cursor;
        ahead.SkipSpaces();
        ReadOnlySpan<char> half = ahead.Letters();
        if (hour is < 1 or > 12 || half is not ("AM" or "am" or "PM" or "pm"))
            return hour;
        cursor = ahead;
        return (hour % 12) + (half is "PM" or "pm" ? 12 : 0);
    }

    /// <returns>False, with an offset of zero, where no zone is stated.</returns>
    private static bool ScanOffset(ref Cursor cursor, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        Cursor ahead = cursor;
        ahead.SkipSpaces();
        if (ahead.Letters() is "Z" or "z" or "UTC" or "GMT")
        {
            // "GMT-3" and "UTC+08:00" go on.
            cursor = ahead;
            if (ahead.Next is '+' or '-' && ScanDistance(ref ahead, out offset))
                cursor = ahead;
            return true;
        }

        ahead = cursor;
        ahead.SkipSpaces();
        if (!ScanDistance(ref ahead, out offset))
            return false;
        cursor = ahead;
        return true;
    }

    /// <summary>The distance from UTC, with its sign.</summary>
    private static bool ScanDistance(ref Cursor ahead, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        bool isWest = ahead.Next == '-';
        if (!(ahead.Skip('+') || ahead.Skip('-')) || !ScanHoursAndMinutes(ref ahead, out TimeSpan distance))
            return false;
        offset = isWest ? -distance : distance;
        return true;
    }

    private static bool ScanHoursAndMinutes(ref Cursor cursor, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (cursor.Digits(4, 4, out int both))
            offset = new(both / 100, both % 100, 0);
        else if (cursor.Digits(1, 2, out int hours))
            offset = new(hours, cursor.Skip(':') && cursor.Digits(2, 2, out int minutes) ? minutes : 0, 0);
        else
            return false;
        return true;
    }
}
