using System.Buffers;

namespace CapacityRouting.Failures.Rules;

/// <summary>
/// Finds the <c>name: value</c> pairs of an error's plain text in any notation, whole or cut off: JSON, Python's repr, key=value,
/// protobuf text, an SDK's prose. It is no parser: it reads the text near each colon or equals sign. So the work is linear, and no
/// nesting or missing bracket can make it fail.
/// </summary>
internal ref struct ErrorFields(ReadOnlySpan<char> text)
{
    private const int LongestName = 40;
    private const int LongestValue = 100;

    private static readonly SearchValues<char> Separators = SearchValues.Create(":=");
    private static readonly SearchValues<char> Ends = SearchValues.Create(" ,;:()[]{}<>\"'`");

    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    public ErrorField Current { get; private set; }

    public readonly ErrorFields GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_text[_next..].IndexOfAny(Separators) is >= 0 and int distance)
        {
            int separator = _next + distance;
            _next = separator + 1;
            ReadOnlySpan<char> name = NameBefore(_text[..separator]);
            ReadOnlySpan<char> value = name.IsEmpty ? [] : ValueAfter(_text[_next..]);
            if (value.IsEmpty)
                continue;
            Current = new(name, value);
            return true;
        }
        return false;
    }

    private static ReadOnlySpan<char> NameBefore(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> near = text.Length > LongestName ? text[^LongestName..] : text;
        near = near.TrimEnd(" \"'`");
        int start = near.Length;
        while (start > 0 && IsOfAName(near[start - 1]))
            start--;
        return near[start..];
    }

    private static ReadOnlySpan<char> ValueAfter(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> near = text.Length > LongestValue ? text[..LongestValue] : text;
        near = near.TrimStart(' ');
        if (near.IsEmpty)
            return [];
        return near[0] is '"' or '\'' or '`' ? Quoted(near[0], near[1..]) : Bare(near);
    }

    private static ReadOnlySpan<char> Quoted(char quote, ReadOnlySpan<char> text) =>
        text.IndexOf(quote) is >= 0 and int end ? text[..end] : [];

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text) =>
        text.IndexOfAny(Ends) is >= 0 and int end ? text[..end] : text;

    private static bool IsOfAName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
