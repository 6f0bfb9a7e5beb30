using System.Globalization;

namespace CapacityRouting.Chat.Continuation;

/// <summary>The parts of words: their characters, their beginnings, and the weight of a character. In scripts without spaces each character begins a word.</summary>
internal static class WordParts
{
    /// <summary>Letters, digits, and the marks and joiners that stand within words of many scripts.</summary>
    public static bool IsWithinWord(char c) =>
        char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    /// <summary>Whether a word begins there.</summary>
    public static bool IsStart(ReadOnlySpan<char> text, int at) =>
        char.IsLetterOrDigit(text[at]) && (at == 0 || IsSpaceless(text[at]) || IsSpaceless(text[at - 1]) || !IsWithinWord(text[at - 1]));

    /// <summary>Whether what begins so may be wrapped: in a fence, quotation marks, brackets or tags.</summary>
    public static bool MayWrap(char c) => c is '`' or '~' or '"' or '\'' or '<' || char.GetUnicodeCategory(c) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    /// <summary>The weight in letters. A character of Chinese or Japanese counts as two, since such words have two or three characters.</summary>
    public static int WeightOf(char c) => !char.IsLetterOrDigit(c) ? 0 : IsSpaceless(c) && !IsSoutheastAsian(c) ? 2 : 1;

    /// <summary>Whether the character belongs to a script without spaces between words: ideographs, kana, Thai, Lao, Burmese and Khmer.</summary>
    public static bool IsSpaceless(char c) => c >= '\u0E00' && (IsEastAsian(c) || IsSoutheastAsian(c));

    private static bool IsEastAsian(char c) =>
        c is (>= '\u3005' and <= '\u3007') or (>= '\u3040' and <= '\u30FF') or (>= '\u31F0' and <= '\u31FF') or (>= '\u3400' and <= '\u4DBF')
            or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF66' and <= '\uFF9F');

    private static bool IsSoutheastAsian(char c) => c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF');
}
