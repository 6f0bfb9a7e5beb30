namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A wait in Chinese, Japanese or Korean: a number, a unit and "after", as in "try again after about 23 seconds".</summary>
internal static class EastAsianWait
{
    // "After" in simplified Chinese, Japanese and Korean.
    private const string After = "\u540e\u5f8c\ud6c4";

    // The longer names first: the shorter ones begin them.
    private static readonly (string Name, ulong Unit)[] Units =
    [
        ("\u79d2\u949f", TimeUnits.Second), ("\u79d2", TimeUnits.Second), ("\ucd08", TimeUnits.Second),
        ("\u5206\u949f", TimeUnits.Minute), ("\u5206", TimeUnits.Minute), ("\ubd84", TimeUnits.Minute),
        ("\u5c0f\u65f6", TimeUnits.Hour), ("\u6642\u9593", TimeUnits.Hour), ("\uc2dc\uac04", TimeUnits.Hour),
        ("\u5929", TimeUnits.Day), ("\u65e5", TimeUnits.Day), ("\uc77c", TimeUnits.Day),
    ];

    public static bool TryScan(ref Cursor cursor, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        Cursor ahead = cursor;
        if (!DecimalNumber.Scan(ref ahead, out DecimalNumber number))
            return false;
        ahead.SkipSpaces();
        if (char.IsAscii(ahead.Next) || UnitOf(ref ahead) is not { } unit)
            return false;
        ahead.SkipSpaces();
        if (!After.Contains(ahead.Next, StringComparison.Ordinal))
            return false;
        ahead.Advance();
        cursor = ahead;
        wait = TimeUnits.ToTimeSpan(number.Times(unit));
        return true;
    }

    private static ulong? UnitOf(ref Cursor cursor)
    {
        foreach ((string name, ulong unit) in Units)
            if (cursor.Skip(name))
                return unit;
        return null;
    }
}
