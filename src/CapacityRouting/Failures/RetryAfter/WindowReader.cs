using CapacityRouting.Abstractions;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads an error message about a request's length word by word. The words around a number decide what it is: the context window, the size
/// of the request, or neither.
/// </summary>
internal ref struct WindowReader(ReadOnlySpan<char> text)
{
    // A figure farther from the word that announces it belongs to something else.
    private const int LongestPhrase = 12;

    private Cursor _cursor = new(text);
    private WindowSentence _sentence;
    private WindowWord _expected;
    private WindowWord _last;
    private int _sinceExpected;
    private bool _isAside;
    private bool _isToo;
    private bool _isBehindFigure;
    private bool _isRange;
    private char _before = ' ';
    private long? _window;
    private bool _contradicts;
    private bool _blamesInput;
    private bool _blamesOthers;

    public WindowFigures Read()
    {
        while (!_cursor.AtEnd)
            if (char.IsAsciiDigit(_cursor.Next))
                TakeNumber();
            else if (_cursor.Name() is { IsEmpty: false } word)
                TakeWord(word);
            else
                TakeSymbol();
        EndSentence();

        // A context window that is too small would shut out requests that fit. So of two windows neither counts.
        return _contradicts ? default : new(_window, _blamesInput && !_blamesOthers);
    }

    private void TakeNumber()
    {
        (char before, _before) = (_before, '0');
        _isBehindFigure = true;
        if (!TokenCount.Scan(ref _cursor, out long figure) || IsOfAName(before))
            return;
        WindowWord following = Following(out bool isInTokens);
        if (following == WindowWord.Other && !isInTokens && !WindowFigures.IsSensible(figure))
            return; // "gpt 4" and the like between a bound and its figure.
        Take(figure, following, isInTokens, before is '(');
        _expected = _isRange && !WindowFigures.IsSensible(figure) ? _expected : WindowWord.Other;
    }

    private void Take(long figure, WindowWord following, bool isInTokens, bool isBracketed)
    {
        if (following is WindowWord.Output or WindowWord.OtherUnit or WindowWord.Stray)
            _sentence.Note(following);
        else if (IsWindow(following) && !_isAside && WindowFigures.IsSensible(figure))
            NoteWindow(figure, following, isInTokens, isBracketed);
        else if (_expected != WindowWord.Stray)
            _sentence.NoteOther(figure);
    }

    private void NoteWindow(long figure, WindowWord following, bool isInTokens, bool isBracketed)
    {
        if (following == WindowWord.Context)
            _sentence.Note(following);
        _sentence.NoteWindow(figure, isInTokens, isBracketed, isDoubtful: _expected == WindowWord.Context && following != WindowWord.Maximum);
    }

    private readonly bool IsWindow(WindowWord following) => following switch
    {
        WindowWord.Sent => false,
        WindowWord.Context => true,
        WindowWord.Maximum when _expected != WindowWord.Sent => true,
        _ => _expected is WindowWord.Maximum or WindowWord.Context or WindowWord.Exceeds or WindowWord.Exceeded or WindowWord.Than,
    };

    /// <summary>The meaning of the words after a number: "tokens > ", "maximum", "output tokens". The look ahead ends at the next number, so reading stays linear.</summary>
    private readonly WindowWord Following(out bool isInTokens)
    {
        Cursor ahead = _cursor;
        isInTokens = false;
        while (true)
        {
            ahead.Skip('-');
            ahead.SkipSpaces();
            if (ahead.Next is '+' or '>')
                return WindowWord.Sent;
            ReadOnlySpan<char> word = ahead.Name();
            WindowWord kind = word is "per" && IsOfOneRequest(ref ahead) ? WindowWord.Input : WindowWords.KindOf(word);
            if (kind is not (WindowWord.Tokens or WindowWord.Input))
                return kind;
            isInTokens |= kind == WindowWord.Tokens;
        }
    }

    /// <summary>"Per request" is no rate.</summary>
    private static bool IsOfOneRequest(ref Cursor cursor)
    {
        cursor.Skip('-');
        cursor.SkipSpaces();
        return cursor.Name() is "request" or "prompt" or "call";
    }

    private void TakeWord(ReadOnlySpan<char> word)
    {
        bool wasToo = _isToo;
        _isToo = word is "too";
        _before = 'a';
        _last = KindOf(word, wasToo);
        _sentence.Note(_last);
        _isBehindFigure &= _last == WindowWord.Tokens;
        _isAside |= _last == WindowWord.Aside;
        Expect(_last);
    }

    private readonly WindowWord KindOf(ReadOnlySpan<char> word, bool isToo)
    {
        WindowWord kind = WindowWords.KindOf(word);

        // A field with this name is no input, nor is a message on the wire.
        bool isOtherMessage = word is "message" && !IsSubject(_cursor);
        return isOtherMessage ? WindowWord.Other : kind == WindowWord.Much && !isToo ? WindowWord.Filler : kind;
    }

    private static bool IsSubject(Cursor cursor)
    {
        cursor.SkipSpaces();
        return cursor.Name() is "is" or "was" or "too" or "exceeds";
    }

    private void Expect(WindowWord kind)
    {
        bool isNews = kind switch
        {
            WindowWord.Maximum or WindowWord.Exceeds or WindowWord.Exceeded or WindowWord.Sent or WindowWord.Much or WindowWord.Output or WindowWord.Stray or WindowWord.Turn => true,
            WindowWord.Context => _expected is not (WindowWord.Maximum or WindowWord.Exceeds or WindowWord.Exceeded or WindowWord.Sent),
            WindowWord.Than => _expected == WindowWord.Other,
            _ => ++_sinceExpected > LongestPhrase,
        };
        if (!isNews)
            return;
        if (kind == WindowWord.Sent && _expected == WindowWord.Maximum)
            _sentence.Note(WindowWord.Output); // "The maximum tokens you requested": of the answer, unless the sentence names the input.
        _sinceExpected = 0;
        _expected = kind switch
        {
            WindowWord.Output or WindowWord.Turn or WindowWord.Much => WindowWord.Other,
            WindowWord.Filler or WindowWord.Input or WindowWord.Tokens or WindowWord.OtherUnit or WindowWord.Aside or WindowWord.Other => WindowWord.Other,
            _ => kind,
        };
    }

    private void TakeSymbol()
    {
        (char before, char symbol) = (_before, _cursor.Next);
        _before = symbol;
        _cursor.Advance();
        if (symbol is '.' or '!' or '?' or ';' && IsEnd(_cursor.Next) || symbol is ',' or '}' && before is '"' or '\'')
            EndSentence();
        else if (symbol == ',' && !_isRange)
            _expected = WindowWord.Other;
        else if (symbol is ':' or '=')
            TakeAssignment(before);
        else if (symbol is '>' or '<' or '\u2264' or '\u2265')
            TakeComparison(symbol, before);
        _isRange = symbol == '[' || (_isRange && symbol != ']');
    }

    /// <summary>A figure after another name is no window: a port, a status, a setting. "Input validation error:" says nothing about the input.</summary>
    private void TakeAssignment(char before)
    {
        if (_last == WindowWord.Stray)
            EndSentence();
        if (_last is WindowWord.Stray or WindowWord.Other || before == '0')
            _expected = WindowWord.Stray;
    }

    /// <summary>"9000 > 8192", "must be &lt;= 8192". The brackets of HTML tags compare nothing.</summary>
    private void TakeComparison(char symbol, char before)
    {
        _cursor.Skip('=');
        if (before is ' ' or ')' or '0')
            _expected = symbol is '<' or '\u2264' && _isBehindFigure ? WindowWord.Sent : WindowWord.Than;
    }

    private void EndSentence()
    {
        if (_sentence.Window is { } window)
        {
            _contradicts |= _sentence.Contradicts || window != (_window ?? window);
            _window = window;
        }

        _blamesInput |= _sentence.BlamesInput;
        _blamesOthers |= _sentence.NamesOutput || _sentence.NamesOtherUnits;
        _sentence = default;
        (_expected, _isAside, _isRange) = (WindowWord.Other, false, false);
    }

    private static bool IsEnd(char next) => next is ' ' or '"' or '\'' or '}' or ')' or '\0';

    /// <summary>Whether the character before a number makes it a part of a name, a sum of money or negative: "gpt-4", "$5", "#7", "v1.2".</summary>
    private static bool IsOfAName(char before) => before is 'a' or '-' or '/' or '.' or '#' or '$' or '\u20ac' or '\u00a3' or '@' or '&';
}
