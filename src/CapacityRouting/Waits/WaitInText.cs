namespace CapacityRouting.Waits;

/// <summary>
/// Finds the waits in a body or a message, whatever its syntax: it goes by words alone, so that "Please try again in 7m12s",
/// <c>"retryDelay":"26s"</c> and the same escaped, quoted or cut off are read alike.
/// </summary>
internal static class WaitInText
{
    /// <summary>The longest wait of those that the text states; null when it states none.</summary>
    public static TimeSpan? Longest(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        bool isSetting = false;
        Cursor cursor = new(text);
        while (!cursor.AtEnd)
        {
            ReadOnlySpan<char> word = cursor.Word();
            if (word.IsEmpty && !cursor.SkipEscape())
                cursor.Advance();
            else if (!isSetting && WaitPhrase.After(word, cursor, now) is { } wait && !(wait <= longest))
                longest = wait;
            if (!word.IsEmpty)
                isSetting = WaitWords.IsSetting(word);
        }

        return longest;
    }
}
