namespace CapacityRouting.Failures.Rules;

/// <summary>Word boundaries in prose and in <c>snake_case</c>.</summary>
internal static class Words
{
    public static bool BeginsAt(ReadOnlySpan<char> text, int at)
    {
        char first = text[at];
        return first != ' ' && (at == 0 || !char.IsAsciiLetterOrDigit(first) || !char.IsAsciiLetterOrDigit(text[at - 1]));
    }

    /// <summary>Whether the text from <paramref name="start"/> to <paramref name="end"/> is a whole identifier.</summary>
    public static bool IsWhole(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !IsOfAnIdentifier(text[start - 1])) && (end == text.Length || !IsOfAnIdentifier(text[end]));

    /// <summary>Whether the text can't be mistaken for prose: <c>insufficient_quota</c>, <c>ThrottlingException</c>.</summary>
    public static bool IsIdentifier(string text)
    {
        for (int i = 1; i < text.Length; i++)
            if (text[i] == '_' || (char.IsAsciiLetterUpper(text[i]) && char.IsAsciiLetterLower(text[i - 1])))
                return !text.Contains(' ', StringComparison.Ordinal);
        return false;
    }

    private static bool IsOfAnIdentifier(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
