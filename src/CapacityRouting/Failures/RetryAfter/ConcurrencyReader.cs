using CapacityRouting.Abstractions;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads what a refusal says of a limit of calls under way: "max organization concurrency: 1", "6 of 5 concurrent requests". The figure stands in the sentence that names the limit, right
/// after the name, or after a word for a limit. Any other number is a part of a model's name, an id, a code or a wait.
/// </summary>
internal ref struct ConcurrencyReader(ReadOnlySpan<char> text)
{
    // No provider lets more calls in at once and says so.
    private const ulong Largest = 100_000;

    private Cursor _cursor = new(text);
    private bool _isNamed;
    private bool _isExpected;
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
        Span<char> buffer = stackalloc char[Spelling.Longest];
        ReadOnlySpan<char> lower = Spelling.Lower(word, buffer);
        bool isName = lower.StartsWith("concurren") || lower.StartsWith("simultaneous");
        _isNamed |= isName;
        _isExpected = isName || lower is "limit" or "limited" or "max" or "maximum" or "of" || (_isExpected && IsFiller(lower));

        // A digit joined to a name is a part of it: "gpt-4", "org_0001".
        bool isJoined = _cursor.Next is '-' || char.IsAsciiDigit(_cursor.Next);
        while (isJoined && (_cursor.Next is '-' or '.' or '_' || char.IsAsciiLetterOrDigit(_cursor.Next)))
            _cursor.Advance();
    }

    private void TakeNumber()
    {
        DecimalNumber.Scan(ref _cursor, out DecimalNumber number);

        // A number that goes on in letters is a name, and one with a unit of time is a wait.
        bool isName = _cursor.Next is '-' or '_' || char.IsAsciiLetter(_cursor.Next);
        _cursor.SkipSpaces();
        Cursor ahead = _cursor;
        if (_isExpected && !isName && TimeUnits.Of(ahead.Word()) is null && number is { Whole: > 0, Fraction: 0 })
            _smallest = Math.Min(_smallest, number.Whole);
        _isExpected = false;
    }

    /// <summary>Takes a symbol. A sentence ends with a full stop and a space, a semicolon, or a line; numbers before it belong to it alone.</summary>
    private bool EndsSentence()
    {
        char symbol = _cursor.Next;
        _cursor.Advance();
        bool ends = symbol is ';' or '\n' or '{' or '}' || (symbol is '.' or '!' && (_cursor.AtEnd || char.IsWhiteSpace(_cursor.Next) || _cursor.Next is '"'));
        _isExpected &= symbol is ' ' or ':' or '(' or '=' or '_';
        if (ends && !_isNamed)
            _smallest = Largest + 1;
        return ends;
    }

    private static bool IsFiller(ReadOnlySpan<char> word) =>
        word is "request" or "requests" or "call" or "calls" or "connection" or "connections" or "is" or "to" or "at" or "the" or "number" or "exceeded" or "reached" or "allowed";
}
