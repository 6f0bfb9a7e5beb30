namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The words between "retry", "wait" or the like and the wait itself: "after", "_delay_ms: ", " at least ".</summary>
internal ref struct WaitPhrase
{
    // A longer phrase has changed its subject. The bound also keeps the search linear.
    private const int MostWords = 6;

    private Cursor _cursor;
    private WaitOpening _opening;
    private ulong? _unit;
    private bool _isField;
    private bool _isAfter;
    private bool _isSpan;

    /// <summary>The wait that follows a word. Null when the word opens no such phrase, or when the phrase ends without a wait.</summary>
    /// <param name="word">The word.</param>
    /// <param name="rest">The text after it.</param>
    /// <param name="now">The time that dates are relative to.</param>
    /// <param name="zone">The zone of stamps without one; null where the provider's is not known.</param>
    public static TimeSpan? After(ReadOnlySpan<char> word, Cursor rest, DateTimeOffset now, TimeZoneInfo? zone)
    {
        WaitOpening opening = WaitWords.OpeningOf(word);
        return opening == WaitOpening.None ? null : new WaitPhrase { _cursor = rest, _opening = opening }.Read(now, zone);
    }

    private TimeSpan? Read(DateTimeOffset now, TimeZoneInfo? zone)
    {
        for (int words = 0; words < MostWords; words++)
        {
            SkipSeparators();
            if (Timestamps.Scan(ref _cursor, out DateTimeOffset moment, out bool isLocal))
                return RetryHeaders.MoreThanZero(isLocal ? LocalStamp.Until(moment, now, zone) : ResetTime.Until(moment, now));
            if (NearestTime.TryScan(ref _cursor, now, out TimeSpan until))
                return RetryHeaders.MoreThanZero(until);
            if (char.IsAsciiDigit(_cursor.Next))
                return _opening == WaitOpening.Complete ? ReadNumber(now) : null;
            ReadOnlySpan<char> word = _cursor.Word();
            if (_opening == WaitOpening.Complete && word is "one" or "a" or "an" && UnitAhead() is { } unit)
                return TimeUnits.ToTimeSpan(unit);
            if (!Join(word))
                return null;
        }

        return null;
    }

    // A minus before a number stays: a negative duration is no wait.
    private void SkipSeparators()
    {
        while (true)
        {
            char next = _cursor.Next;
            _isField |= next is ':' or '=';
            if (next is ':' or '=' or '"' or '\'' or '`' or '*' or '_' or '~' or '{' or '(' or '[' || char.IsWhiteSpace(next) || (next == '-' && !char.IsAsciiDigit(_cursor.Peek(1))))
                _cursor.Advance();
            else if (!_cursor.SkipEscape())
                return;
        }
    }

    /// <summary>The unit in "a minute".</summary>
    private readonly ulong? UnitAhead()
    {
        Cursor ahead = _cursor;
        ahead.SkipSpaces();
        return ahead.Word() is { Length: > 1 } unit ? TimeUnits.Of(unit) : null;
    }

    private bool Join(ReadOnlySpan<char> word)
    {
        if (TimeUnits.Of(word) is { } unit)
            _unit = unit;
        else if (WaitWords.IsPreposition(word))
            _opening = WaitOpening.Complete;
        else if (!WaitWords.IsFiller(word))
            return false;
        _isAfter = word is "after" or "After";
        _isSpan = _isAfter || word is "in";
        return true;
    }

    private TimeSpan? ReadNumber(DateTimeOffset now)
    {
        if ((_isSpan && Durations.ScanClock(ref _cursor, out TimeSpan duration)) || Durations.Scan(ref _cursor, out duration))
            return duration;
        if (!DecimalNumber.Scan(ref _cursor, out DecimalNumber number) || !(_isField || (_isAfter && IsEndOfClause())))
            return null;
        if (_unit is { } unit)
            return TimeUnits.ToTimeSpan(number.Times(unit));
        TimeSpan wait = ResetTime.Of(number, now);
        return ResetTime.IsMoment(number) && wait == TimeSpan.Zero ? null : wait;
    }

    /// <summary>"retry after 30." is a wait, "retry after 3 attempts" is not.</summary>
    private bool IsEndOfClause()
    {
        _cursor.SkipSpaces();
        return _cursor.Next is '\0' or '\n' or '\r' or '\\' or '.' or ';' or '!' or ')' or '}' or ']' or '"' or '\'';
    }
}
