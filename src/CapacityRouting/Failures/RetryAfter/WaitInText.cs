using System.Text;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Finds the waits in a body or a message of any syntax. It reads words alone, so "Please try again in 7m12s",
/// <c>"retryDelay":"26s"</c> and the same escaped, quoted or cut off are read alike.
/// </summary>
internal static class WaitInText
{
    // "At", before a moment: "将在 2026-09-12 00:19:03 重置" is "resets at ...".
    private const char ChineseAt = '在';

    /// <summary>The longest wait that the text asks for, else the longest that it states. Null when it states none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The time that dates are relative to.</param>
    /// <param name="zone">The zone of stamps without one; null where the provider's is not known.</param>
    public static TimeSpan? Longest(ReadOnlySpan<char> text, DateTimeOffset now, TimeZoneInfo? zone = null)
    {
        TimeSpan? asked = null;
        TimeSpan? stated = null;
        ReadOnlySpan<char> last = [];
        bool isAscii = Ascii.IsValid(text);
        Cursor cursor = new(text);
        while (!cursor.AtEnd)
        {
            ReadOnlySpan<char> word = isAscii ? cursor.Word() : WordIn(ref cursor, ref asked);
            if (word.IsEmpty)
                SkipSymbols(ref cursor, isAscii);
            else if (WaitPhrase.After(word, cursor, now, zone) is { } wait && !WaitWords.IsSetting(last))
                Keep(wait, ref Asks(word, last) ? ref asked : ref stated);
            if (!word.IsEmpty)
                last = word;
        }

        return asked ?? stated;
    }

    /// <summary>The word in a text with other letters than those of ASCII. Waits in Chinese, Japanese and Korean are read on the way.</summary>
    private static ReadOnlySpan<char> WordIn(scoped ref Cursor cursor, scoped ref TimeSpan? asked)
    {
        if (char.IsAsciiDigit(cursor.Next) && EastAsianWait.TryScan(ref cursor, out TimeSpan asian))
            Keep(asian, ref asked);
        return cursor.Skip(ChineseAt) ? "until" : cursor.Word();
    }

    private static void SkipSymbols(ref Cursor cursor, bool isAscii)
    {
        if (char.IsAsciiDigit(cursor.Next))
            cursor.SkipDigits();
        else if (cursor.SkipEscape())
            return;
        else if (isAscii)
            cursor.Symbols();
        else
            cursor.Advance();
    }

    private static void Keep(TimeSpan wait, ref TimeSpan? longest)
    {
        if (!(wait <= longest))
            longest = wait;
    }

    /// <summary>"Try again in 12s" asks for a wait, "available again in 9 hours" does not.</summary>
    private static bool Asks(ReadOnlySpan<char> word, ReadOnlySpan<char> last) =>
        WaitWords.Asks(word) && (WaitWords.OpeningOf(last) == WaitOpening.None || WaitWords.Asks(last));
}
