namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A count of tokens in the notation of any language: "131072", "131,072", "131.072", "131 072", "128k", "1.5m".</summary>
internal ref struct TokenCount
{
    // Larger than any count. A 64-bit integer has room for three more digits.
    private const long Most = 1_000_000_000_000_000;

    private long _whole;
    private long _grouped;
    private int _groups;
    private char _separator;
    private long _last;
    private int _lastLength;
    private bool _isRegular;

    /// <summary>
    /// Reads one number to its end, in lower case. False when it is no count: a part of a date, a version, an address or a name, a share, or a number
    /// with two possible meanings.
    /// </summary>
    public static bool Scan(ref Cursor cursor, out long count) => new TokenCount().Read(ref cursor, out count);

    private bool Read(ref Cursor cursor, out long count)
    {
        _whole = _grouped = Digits(ref cursor, out int length);
        _isRegular = length <= 3;
        while (IsSeparator(cursor, length))
            ReadGroup(ref cursor);
        Cursor behind = cursor;
        ReadOnlySpan<char> unit = behind.Name();
        bool isFactor = unit is "k" or "m";
        count = isFactor ? Scaled(unit is "k" ? 1_000 : 1_000_000) : Plain(isSure: WindowWords.IsTokens(cursor));
        bool isOfAName = unit is not [] && !isFactor && WindowWords.KindOf(unit) != WindowWord.Tokens;
        if (isFactor || isOfAName)
            cursor = behind;
        return count >= 0 && !isOfAName && !GoesOn(cursor);
    }

    private void ReadGroup(ref Cursor cursor)
    {
        _isRegular &= _groups == 0 || cursor.Next == _separator;
        _separator = cursor.Next;
        cursor.Advance();
        _last = Digits(ref cursor, out _lastLength);
        _isRegular &= _lastLength == 3;
        _grouped = Math.Min((_grouped * 1_000) + Math.Min(_last, 999), Most);
        _groups++;
    }

    /// <summary>Without a factor a count is whole. One point may begin a fraction, and a space may separate two numbers: both are doubtful.</summary>
    private readonly long Plain(bool isSure)
    {
        bool isDoubtful = _separator == ' ' || (_separator == '.' && _groups == 1);
        return _groups == 0 || (_isRegular && (isSure || !isDoubtful)) ? _grouped : -1;
    }

    /// <summary>With a factor, a point begins a fraction. So does a comma before fewer than three digits.</summary>
    private readonly long Scaled(long factor)
    {
        bool isFraction = _groups == 1 && (_separator == '.' || (_separator == ',' && !_isRegular)) && _lastLength <= 3;
        if (!isFraction)
            return _groups == 0 || _isRegular ? Math.Min(_grouped, Most / 1_000_000) * factor : -1;
        long thousandths = _lastLength switch { 1 => _last * 100, 2 => _last * 10, _ => _last };
        return (Math.Min(_whole, Most / 1_000_000) * factor) + (thousandths * (factor / 1_000));
    }

    private static long Digits(ref Cursor cursor, out int length)
    {
        long number = 0;
        for (length = 0; char.IsAsciiDigit(cursor.Next); length++)
        {
            number = Math.Min((number * 10) + (cursor.Next - '0'), Most);
            cursor.Advance();
        }

        return number;
    }

    private readonly bool IsSeparator(in Cursor cursor, int length) => cursor.Next switch
    {
        ',' or '.' or '\'' or '_' => char.IsAsciiDigit(cursor.Peek(1)),
        ' ' => length <= 3 && (_groups == 0 || _separator == ' ') && char.IsAsciiDigit(cursor.Peek(1)) && char.IsAsciiDigit(cursor.Peek(2)) && char.IsAsciiDigit(cursor.Peek(3)) && !char.IsAsciiDigit(cursor.Peek(4)),
        _ => false,
    };

    /// <summary>Whether the next character makes the number a date, a time, an address or a share.</summary>
    private static bool GoesOn(in Cursor cursor) =>
        cursor.Next is '%' or '/' or '$' or '@' || (cursor.Next is '-' or ':' && char.IsAsciiDigit(cursor.Peek(1)));
}
