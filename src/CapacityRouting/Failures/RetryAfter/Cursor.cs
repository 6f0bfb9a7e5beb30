using System.Buffers;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>A position in a text that is read from left to right. Text that does not match stays unread. Past the end there are only NULs.</summary>
internal ref struct Cursor(ReadOnlySpan<char> text)
{
    // What a word, a number or an escape begins with, and the slash of "tokens/min".
    private static readonly SearchValues<char> Beginnings = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\\/");

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public readonly bool AtEnd => _at >= _text.Length;

    public readonly char Next => Peek(0);

    /// <summary>Whether what comes next belongs to a name: the digits in "org_01ab_42".</summary>
    public readonly bool IsInName => _at > 1 && _at <= _text.Length && _text[_at - 1] == '_' && char.IsAsciiLetterOrDigit(_text[_at - 2]);

    public readonly char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    public void Advance(int by = 1) => _at = Math.Min(_at + by, _text.Length);

    public bool Skip(char expected)
    {
        if (AtEnd || Next != expected)
            return false;
        _at++;
        return true;
    }

    public bool Skip(string expected)
    {
        bool isThere = _text[Math.Min(_at, _text.Length)..].StartsWith(expected, StringComparison.Ordinal);
        if (isThere)
            _at += expected.Length;
        return isThere;
    }

    /// <summary>Takes one character, whatever it is, and all after it up to the next word, number, escape or slash: a line of dots is one step.</summary>
    public ReadOnlySpan<char> Symbols()
    {
        int start = _at;
        int from = Math.Min(_at + 1, _text.Length);
        int length = _text[from..].IndexOfAny(Beginnings);
        _at = length < 0 ? _text.Length : from + length;
        return _text[start.._at];
    }

    /// <summary>Skips digits.</summary>
    public void SkipDigits()
    {
        while (char.IsAsciiDigit(Next))
            _at++;
    }

    /// <summary>Skips spaces, but no line breaks.</summary>
    public void SkipSpaces()
    {
        while (Next is ' ' or '\t' or '\u00a0')
            _at++;
    }

    /// <summary>A run of letters, among them those of "µs". Empty when there is none.</summary>
    public ReadOnlySpan<char> Letters()
    {
        int start = _at;
        while (char.IsAsciiLetter(Next) || Next is '\u00b5' or '\u03bc')
            _at++;
        return _text[start.._at];
    }

    /// <summary>A word, also one part of several that are "joinedLikeThis". Empty when there is none.</summary>
    public ReadOnlySpan<char> Word()
    {
        int start = _at;
        while (char.IsAsciiLetter(Next) && !(_at > start && char.IsAsciiLetterUpper(Next) && char.IsAsciiLetterLower(_text[_at - 1])))
            _at++;
        return _text[start.._at];
    }

    /// <summary>A word, or a name as programs write it: "n_ctx", "gpt4". Empty when there is none.</summary>
    public ReadOnlySpan<char> Name()
    {
        int start = _at;
        while (char.IsAsciiLetter(Next) || Next == '_' || (_at > start && char.IsAsciiDigit(Next)))
            _at++;
        return _text[start.._at];
    }

    /// <summary>Skips a line break or a quote as JSON escapes it: "\n", "\u0022", and both escaped again.</summary>
    public bool SkipEscape()
    {
        if (!Skip('\\'))
            return false;
        while (Skip('\\'))
        {
        }

        if (Next == 'u' && char.IsAsciiHexDigit(Peek(1)))
            Advance(5);
        else if (Next is 'n' or 'r' or 't')
            _at++;
        return true;
    }

    /// <summary>Reads a whole number with at least and at most so many digits.</summary>
    public bool Digits(int fewest, int most, out int value)
    {
        int length = 0;
        value = 0;
        while (length < most && char.IsAsciiDigit(Peek(length)))
            value = (value * 10) + (Peek(length++) - '0');
        if (length < fewest || char.IsAsciiDigit(Peek(length)))
            return false;
        _at += length;
        return true;
    }
}
