using CapacityRouting.Abstractions;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads what a refusal says of a limit of calls under way: "max organization concurrency: 1", "6 of 5 concurrent requests". The figure stands in the sentence that
/// names the limit. Of several figures the smallest is the limit, as a refused call is above it.
/// </summary>
internal ref struct ConcurrencyReader(ReadOnlySpan<char> text)
{
    // No provider lets more calls in at once and says so.
    private const ulong Largest = 100_000;

    private Cursor _cursor = new(text);
    private bool _isNamed;
    private ulong _smallest = Largest + 1;

    /// <summary>What the text says; null where it speaks of no such limit.</summary>
    public static ConcurrencyFigure? In(ReadOnlySpan<char> text) =>
        text.Contains("concurren", StringComparison.OrdinalIgnoreCase) || text.Contains("simultaneous", StringComparison.OrdinalIgnoreCase)
            ? new ConcurrencyReader(text).Read()
            : null;

    private ConcurrencyFigure? Read()
    {
        while (!_cursor.AtEnd)
        {
            if (char.IsAsciiDigit(_cursor.Next))
                TakeNumber();
            else if (_cursor.Word() is { IsEmpty: false } word)
                TakeWord(word);
            else if (!_cursor.SkipEscape() && EndsSentence() && _isNamed)
                break;
        }

        return _isNamed ? new(_smallest <= Largest ? (int)_smallest : null) : null;
    }

    private void TakeWord(ReadOnlySpan<char> word)
    {
        _isNamed |= word.StartsWith("concurren", StringComparison.OrdinalIgnoreCase) || word.StartsWith("simultaneous", StringComparison.OrdinalIgnoreCase);

        // A digit joined to a name is a part of it: "gpt-4", "org_0001".
        while (_cursor.Next is '-' or '_' || char.IsAsciiDigit(_cursor.Next))
            _cursor.Advance();
    }

    private void TakeNumber()
    {
        DecimalNumber.Scan(ref _cursor, out DecimalNumber number);
        bool isName = _cursor.Next is '-' or '_';
        _cursor.SkipSpaces();
        Cursor ahead = _cursor;

        // A number with a unit of time is a wait.
        bool isTime = TimeUnits.Of(ahead.Word()) is not null;
        if (!isName && !isTime && number is { Whole: > 0, Fraction: 0 })
            _smallest = Math.Min(_smallest, number.Whole);
    }

    /// <summary>Takes a symbol. A sentence ends with a full stop and a space, a semicolon, or a line; numbers before it belong to it alone.</summary>
    private bool EndsSentence()
    {
        char symbol = _cursor.Next;
        _cursor.Advance();
        bool ends = symbol is ';' or '\n' or '{' or '}' || (symbol is '.' or '!' && (_cursor.AtEnd || char.IsWhiteSpace(_cursor.Next) || _cursor.Next is '"'));
        if (ends && !_isNamed)
            _smallest = Largest + 1;
        return ends;
    }
}
