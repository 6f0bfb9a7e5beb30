namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A date whose month has a name, with its parts in any order: an HTTP date, or "April 1st, 2026 at 9:30 AM".</summary>
internal ref struct NamedDate
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private int _year;
    private int _month;
    private int _day;
    private TimeSpan? _time;

    public static bool Scan(ref Cursor cursor, out DateTimeOffset moment)
    {
        NamedDate date = default;
        Cursor ahead = cursor;
        Cursor end = cursor;
        while (date.Take(ref ahead))
        {
            end = ahead;
            SkipBetween(ref ahead);
        }

        if (!Timestamps.TryMake(date._year, date._month, date._day, date._time ?? TimeSpan.Zero, out moment))
            return false;
        cursor = end;
        return true;
    }

    private static void SkipBetween(ref Cursor cursor)
    {
        cursor.Skip(',');
        cursor.SkipSpaces();
        if (char.IsAsciiLetterOrDigit(cursor.Peek(1)))
            cursor.Skip('-');
        Cursor ahead = cursor;
        if (ahead.Word() is not ("at" or "st" or "nd" or "rd" or "th"))
            return;
        ahead.Skip(',');
        ahead.SkipSpaces();
        cursor = ahead;
    }

    private bool Take(ref Cursor cursor) =>
        char.IsAsciiDigit(cursor.Next) ? TakeTime(ref cursor) || TakeYear(ref cursor) || TakeDay(ref cursor) : TakeName(ref cursor);

    private bool TakeTime(ref Cursor cursor)
    {
        if (_time is not null || !TimeOfDay.Scan(ref cursor, out TimeSpan time))
            return false;
        _time = time;
        return true;
    }

    private bool TakeYear(ref Cursor cursor)
    {
        if (_year > 0 || _month == 0 || !cursor.Digits(4, 4, out int year))
            return false;
        _year = year;
        return true;
    }

    private bool TakeDay(ref Cursor cursor)
    {
        if (!(_day == 0 || (_year == 0 && _month > 0)) || !cursor.Digits(1, 2, out int number))
            return false;
        if (_day == 0)
            _day = number;
        else
            _year = 2_000 + number;
        return true;
    }

    private bool TakeName(ref Cursor cursor)
    {
        ReadOnlySpan<char> word = cursor.Letters();
        if (_month > 0)
            return false;
        _month = 1 + IndexOf(Months, word);
        return _month > 0 || (_day == 0 && IndexOf(Weekdays, word) >= 0);
    }

    /// <summary>Matches whole names, and names cut after three letters or more.</summary>
    private static int IndexOf(string[] names, ReadOnlySpan<char> word)
    {
        for (int i = 0; word.Length >= 3 && i < names.Length; i++)
            if (names[i].AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }
}
