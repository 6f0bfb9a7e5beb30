namespace CapacityRouting.Waits;

/// <summary>Reads a text word by word, and takes each number for what the word before it says that it is.</summary>
internal ref struct LimitReader(ReadOnlySpan<char> text)
{
    // Farther from the limit a figure belongs to something else, and so does a unit so far from its window.
    private const int LongestList = 16;
    private const int LongestRate = 6;

    private Cursor _cursor = new(text);
    private LimitWord _expected;
    private bool _isLimitNamed;
    private long? _limit;
    private long? _used;
    private long? _requested;
    private long? _counted;
    private LimitUnit _unit;
    private TimeSpan? _window;
    private CapacityDimension? _dimension;
    private int _sinceLimit;
    private int _sinceUnit;

    public LimitFigures? Read()
    {
        while (!_cursor.AtEnd)
            if (char.IsAsciiDigit(_cursor.Next))
                TakeNumber();
            else if (_cursor.Word() is { IsEmpty: false } word)
                TakeWord(word);
            else if (!_cursor.SkipEscape())
                TakeSymbol();
        return _limit is { } limit ? new(limit, _used, _requested, _dimension, _window) : null;
    }

    private void TakeNumber()
    {
        if (_expected == LimitWord.Per && Durations.Scan(ref _cursor, out TimeSpan window))
        {
            TakeWindow(window);
            return;
        }

        if (ScanFigure() is { } figure)
            Take(figure);
        _expected = LimitWord.Other;
        _sinceLimit++;
    }

    private void Take(long figure)
    {
        _counted = figure;
        if (_expected == LimitWord.Limit && _limit is null)
            SetLimit(figure);
        else if (_limit is null || _sinceLimit > LongestList)
            return;
        else if (_expected == LimitWord.Used)
            _used ??= figure;
        else if (_expected == LimitWord.Requested)
            _requested ??= figure;
    }

    /// <summary>A number, in thousands or millions if it says so. Null for a part of a name: "4o".</summary>
    private long? ScanFigure()
    {
        DecimalNumber.Scan(ref _cursor, out DecimalNumber number);
        ulong? factor = _cursor.Letters() switch
        {
            [] => 1,
            "k" or "K" => 1_000,
            "M" => 1_000_000,
            _ => null,
        };
        return factor is { } times ? (long)Math.Min(number.Times(times), long.MaxValue) : null;
    }

    private void TakeWord(ReadOnlySpan<char> word)
    {
        _sinceLimit++;
        _sinceUnit++;
        LimitWord kind = LimitWords.KindOf(word, out LimitUnit counted);
        if (_expected == LimitWord.Per && TimeUnits.Of(word) is { } unit)
            TakeWindow(TimeUnits.ToTimeSpan(unit));
        else if (LimitWords.DimensionOf(word) is { } dimension)
            TakeDimension(dimension);
        else if (kind == LimitWord.Unit)
            TakeUnit(counted);
        else if (kind != LimitWord.Filler)
            Expect(kind);
    }

    private void Expect(LimitWord kind)
    {
        _expected = kind;
        _isLimitNamed |= kind == LimitWord.Limit;
        if (kind != LimitWord.Per)
            _counted = null;
    }

    // "input tokens" are counted otherwise than "tokens": the word before stands.
    private void TakeUnit(LimitUnit unit)
    {
        bool isQualified = unit == LimitUnit.Tokens && _unit is LimitUnit.InputTokens or LimitUnit.OutputTokens && _sinceUnit == 1;
        _unit = isQualified ? _unit : unit;
        _sinceUnit = 0;
        _expected = LimitWord.Other;
    }

    private void TakeWindow(TimeSpan window)
    {
        _expected = LimitWord.Other;
        if (_isLimitNamed && _limit is null && _counted is { } counted && _sinceUnit <= LongestRate)
            SetLimit(counted);
        if (_window is not null || window == TimeSpan.Zero)
            return;
        _window = window;
        _dimension ??= _sinceUnit <= LongestRate ? LimitWords.DimensionOf(_unit, window) : null;
    }

    private void TakeDimension(CapacityDimension dimension)
    {
        _dimension ??= dimension;
        _window ??= dimension is CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(1);
    }

    private void SetLimit(long limit)
    {
        _limit = limit;
        _sinceLimit = 0;
    }

    private void TakeSymbol()
    {
        char symbol = _cursor.Next;
        _cursor.Advance();
        if (symbol == '/')
            _expected = LimitWord.Per;
        else if (!(symbol is ':' or '=' or '"' or '\'' or '(' or '[' or '`' or '*' or '_' or '~' || char.IsWhiteSpace(symbol)))
            _expected = LimitWord.Other;
    }
}
