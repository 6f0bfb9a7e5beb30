using System.Buffers;
using System.Globalization;

namespace CapacityRouting.Failures.Rules;

/// <summary>
/// An error's text in plain form: escapes undone at any depth, each run of white space one space, typographic
/// quotes straight. It is made in one pass in pooled buffers. Error codes and phrases are searched in this form.
/// </summary>
internal readonly ref struct PlainText
{
    /// <summary>The most characters that are read.</summary>
    public const int Longest = 64 * 1024;

    // Printable, and no backslash.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly char[] _text;
    private readonly char[] _lower;
    private readonly int _length;

    public PlainText(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> source = text.Length > Longest ? text[..Longest] : text;
        _text = ArrayPool<char>.Shared.Rent(source.Length);
        _lower = ArrayPool<char>.Shared.Rent(source.Length);
        _length = Unfold(source, _text);
        Text.ToLowerInvariant(_lower);
    }

    /// <summary>The text with its capitals, for error codes.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>The text in lower case, for phrases. An exact comparison is many times faster than one that ignores case.</summary>
    public ReadOnlySpan<char> Lower => _lower.AsSpan(0, _length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        ArrayPool<char>.Shared.Return(_lower);
    }

    private static int Unfold(ReadOnlySpan<char> source, Span<char> target)
    {
        int length = PlainLength(source);
        source[..length].CopyTo(target);
        for (int at = length; at < source.Length;)
        {
            char next = source[at++];
            if (next is <= ' ' or '\\' or >= '\u007f')
                next = next == '\\' ? Unescape(source, ref at) : Straighten(next);
            if (next != ' ' || (length > 0 && target[length - 1] != ' '))
                target[length++] = next;
        }
        return length;
    }

    /// <summary>How much of the beginning is in plain form already. Of most errors that is all.</summary>
    private static int PlainLength(ReadOnlySpan<char> source)
    {
        int length = source.IndexOfAnyExcept(Plain) is >= 0 and int other ? other : source.Length;
        int spaces = source is [' ', ..] ? 0 : source[..length].IndexOf("  ");
        return spaces >= 0 ? spaces : length;
    }

    /// <summary>Undoes a run of backslashes and the character that it escapes. JSON inside JSON doubles backslashes at every level without a change of meaning.</summary>
    private static char Unescape(ReadOnlySpan<char> source, ref int at)
    {
        while (at < source.Length && source[at] == '\\')
            at++;
        return at == source.Length ? ' ' : source[at++] switch
        {
            'n' or 'r' or 't' => ' ',
            'u' => Straighten(CodeUnit(source, ref at)),
            char itself => Straighten(itself),
        };
    }

    private static char CodeUnit(ReadOnlySpan<char> source, ref int at)
    {
        if (at + 4 > source.Length || !ushort.TryParse(source.Slice(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
            return 'u';
        at += 4;
        return (char)unit;
    }

    private static char Straighten(char next) => next switch
    {
        > ' ' and < '\u007f' => next,
        '\u2018' or '\u2019' => '\'',
        '\u201c' or '\u201d' => '"',
        _ when char.IsWhiteSpace(next) || char.IsControl(next) => ' ',
        _ => next,
    };
}
