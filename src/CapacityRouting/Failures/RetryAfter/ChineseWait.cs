namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A wait in Chinese: a number, a unit and "after", as in "try again after about 23 seconds".</summary>
internal static class ChineseWait
{
    private const char After = '\u540e';

    public static bool TryScan(ref Cursor cursor, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        Cursor ahead = cursor;
        if (!DecimalNumber.Scan(ref ahead, out DecimalNumber number))
            return false;
        ahead.SkipSpaces();
        if (UnitOf(ref ahead) is not { } unit || !ahead.Skip(After))
            return false;
        cursor = ahead;
        wait = TimeUnits.ToTimeSpan(number.Times(unit));
        return true;
    }

    // Second, minute, hour and day; the last two characters of "minute" and "hour" are optional or follow.
    private static ulong? UnitOf(ref Cursor cursor)
    {
        switch (cursor.Next)
        {
            case '\u79d2':
                cursor.Advance();
                cursor.Skip('\u949f');
                return TimeUnits.Second;
            case '\u5206':
                cursor.Advance();
                cursor.Skip('\u949f');
                return TimeUnits.Minute;
            case '\u5c0f' when cursor.Peek(1) == '\u65f6':
                cursor.Advance(2);
                return TimeUnits.Hour;
            case '\u5929':
                cursor.Advance();
                return TimeUnits.Day;
            default:
                return null;
        }
    }
}
