namespace CapacityRouting.Failures.RetryAfter;

/// <summary>Words of a text as their lists spell them.</summary>
internal static class Spelling
{
    /// <summary>The length of the buffer for a word; no list has a longer one.</summary>
    public const int Longest = 16;

    /// <returns>The word, its ASCII letters in lower case; nothing when it is too long to be in any list.</returns>
    public static ReadOnlySpan<char> Lower(ReadOnlySpan<char> word, Span<char> buffer)
    {
        if (word.Length > buffer.Length)
            return [];
        for (int i = 0; i < word.Length; i++)
            buffer[i] = char.IsAsciiLetterUpper(word[i]) ? (char)(word[i] | ' ') : word[i];
        return buffer[..word.Length];
    }
}
