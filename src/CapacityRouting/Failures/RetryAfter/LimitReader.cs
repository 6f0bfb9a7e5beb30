using System.Buffers;
using CapacityRouting.Abstractions;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>Reads a rate limit's figures word by word. The word before a number decides what the number is.</summary>
internal ref struct LimitReader(ReadOnlySpan<char> text)
{
    // A figure farther from the limit belongs to something else. So does a unit that far from its limit or its window.
    private const int LongestList = 16;
    private const int LongestRate = 6;

    // Between a word and its number these change nothing: all white space, as the full-width space of Chinese text, and some marks.
    private static readonly SearchValues<char> Neutral = SearchValues.Create(
        "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000:=\"'([`*_~");

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
    private int _sinceDimension;
    private bool _isFigurePast;
    private bool _hasOtherLimit;
    private CapacityDimension? _named;
    private bool _namesSeveral;

    /// <summary>The one limit that the text so far names. Null where it names none or several.</summary>
    public readonly CapacityDimension? Named => _isLimitNamed && !_namesSeveral ? _named : null;

    /// <summary>The first limit of which the text gives a figure; null when it gives none.</summary>
    /// <param name="text">The provider's text.</param>
    /// <param name="named">The one limit that the text names, with a figure or without; null where it names none, or several.</param>
    public static LimitFigures? FiguresIn(ReadOnlySpan<char> text, out CapacityDimension? named)
    {
        LimitReader reader = new(text);
        LimitFigures? figures = reader.Read();
        named = reader.Named;
        return figures;
    }

    public LimitFigures? Read()
    {
        while (!_cursor.AtEnd)
            if (char.IsAsciiDigit(_cursor.Next))
                TakeNumber();
            else if (_cursor.Word() is { IsEmpty: false } word)
                TakeWord(word);
            else if (!_cursor.SkipEscape())
                TakeSymbols();
        // With several limits the text does not show which one refused.
        return _limit is { } limit ? new(limit, _used, _requested, _hasOtherLimit ? null : _dimension, _window) : null;
    }

    private void TakeNumber()
    {
        if (_expected == LimitWord.Per && Durations.Scan(ref _cursor, out TimeSpan window))
        {
            TakeWindow(window);
            return;
        }

        _sinceLimit++;
        bool isOfAName = _cursor.IsInName;
        if (ScanFigure() is { } figure && !isOfAName)
            Take(figure);
        _expected = LimitWord.Other;
    }

    private void Take(long figure)
    {
        _counted = _expected is LimitWord.Used or LimitWord.Requested ? null : figure;
        if (_expected == LimitWord.Limit)
        {
            SetLimit(figure);
            return;
        }

        _isFigurePast = true;
        if (_limit is null || _sinceLimit > LongestList)
            return;
        else if (_expected == LimitWord.Used)
            _used ??= figure;
        else if (_expected == LimitWord.Requested)
            _requested ??= figure;
    }

    /// <summary>Reads a number, in thousands or millions where it has such a suffix. Null for a part of a name: "4o".</summary>
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
        _sinceDimension++;
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

    // "input tokens" are counted differently from "tokens": the word before decides.
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
        if (_isLimitNamed && _counted is { } counted && _sinceUnit <= LongestRate)
            SetLimit(counted);
        if (window == TimeSpan.Zero)
            return;
        _window ??= window;
        if (_sinceUnit <= LongestRate && LimitWords.DimensionOf(_unit, window) is { } dimension)
            Tell(dimension, window, at: _sinceLimit - _sinceUnit);
    }

    private void TakeDimension(CapacityDimension dimension)
    {
        TimeSpan window = dimension is CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(1);
        _window ??= window;
        // "per minute (TPM)" states the same dimension twice.
        if (_dimension is null || _sinceDimension > 1)
            Tell(dimension, window, at: _sinceLimit);
    }

    /// <summary>A dimension before the limit holds until the next one. After the limit, the first dimension near it holds.</summary>
    private void Tell(CapacityDimension dimension, TimeSpan window, int at)
    {
        _namesSeveral |= _named is { } other && other != dimension;
        _named = dimension;
        if (_limit is not null && (_dimension is not null || _isFigurePast || at > LongestRate))
            return;
        _dimension = dimension;
        _window = window;
        _sinceDimension = 0;
        _isFigurePast = false;
    }

    private void SetLimit(long limit)
    {
        if (_limit is not null)
        {
            _hasOtherLimit |= limit != _limit;
            return;
        }

        // A dimension farther off, or one with a figure in between, belongs to another figure.
        if (_sinceDimension > LongestRate || _isFigurePast)
            _dimension = null;
        _limit = limit;
        _sinceLimit = 0;
        _isFigurePast = false;
    }

    private void TakeSymbols()
    {
        if (_cursor.Skip('/'))
            _expected = LimitWord.Per;
        else if (_cursor.Symbols().ContainsAnyExcept(Neutral))
            _expected = LimitWord.Other;
    }
}
