namespace CapacityRouting.Failures.RetryAfter;

/// <summary>Converts words of a text to the spelling of the word lists.</summary>
internal static class Spelling
{
    /// <summary>The length of the buffer for a word. No word list has a longer word.</summary>
    public const int Longest = 16;

    /// <returns>The word with its ASCII letters in lower case. Empty when it is too long for any word list.</returns>
    public static ReadOnlySpan<char> Lower(ReadOnlySpan<char> word, Span<char> buffer)
    {
        if (word.Length > buffer.Length)
            return [];
        for (int i = 0; i < word.Length; i++)
            buffer[i] = char.IsAsciiLetterUpper(word[i]) ? (char)(word[i] | ' ') : word[i];
        return buffer[..word.Length];
    }
}
