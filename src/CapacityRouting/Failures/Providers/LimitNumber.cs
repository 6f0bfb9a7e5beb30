using System.Globalization;

namespace CapacityRouting.Failures.Providers;

/// <summary>
/// Reads a count from a header: "100", "1,000", "30000.0", "1e6", "100;w=60". Of several ("100, 50") the smallest holds. What is
/// below zero, beyond reason or no number is not said.
/// </summary>
internal static class LimitNumber
{
    // Far above any real limit, and far enough below a word that a scaled one still fits.
    private const long Most = 1_000_000_000_000_000;

    private const NumberStyles Lenient = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowThousands;

    public static long? Parse(ReadOnlySpan<char> text) => Parse(text, out _);

    /// <param name="text">The header.</param>
    /// <param name="window">The window that stands beside the count; null when none does. It has a value of its own in "10, 10;w=1".</param>
    public static long? Parse(ReadOnlySpan<char> text, out TimeSpan? window)
    {
        long? least = null;
        window = null;
        while (!text.IsEmpty)
        {
            int end = EndOfValue(text);
            long? one = One(text[..end]);
            if (one is not null && !(one > least))
                window = WindowOf(text[..end]) ?? (one == least ? window : null);
            least = Least(least, one);
            text = text[Math.Min(end + 1, text.Length)..];
        }
        return least;
    }

    /// <summary>The smaller of two, or the one that is said.</summary>
    public static long? Least(long? one, long? other) => one < other || other is null ? one : other;

    private static long? One(ReadOnlySpan<char> text)
    {
        if (text.IndexOf(';') is >= 0 and int parameters)
            text = text[..parameters];
        text = text.Trim();
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long whole))
            return whole <= Most ? whole : null;
        return double.TryParse(text, Lenient, CultureInfo.InvariantCulture, out double number) && number is >= 0 and <= Most ? (long)number : null;
    }

    private static TimeSpan? WindowOf(ReadOnlySpan<char> text)
    {
        while (text.IndexOf(';') is >= 0 and int parameter)
        {
            text = text[(parameter + 1)..].TrimStart();
            if (text is ['w', '=', ..] && One(text[2..]) is > 0 and < int.MaxValue and long seconds)
                return TimeSpan.FromSeconds(seconds);
        }
        return null;
    }

    private static int EndOfValue(ReadOnlySpan<char> text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == ',' && !IsGrouping(text, at))
                return at;
        }
        return text.Length;
    }

    /// <summary>Whether the comma stands between thousands: one to three digits before it and exactly three after it.</summary>
    private static bool IsGrouping(ReadOnlySpan<char> text, int comma) =>
        LeadingDigits(text[(comma + 1)..]) == 3 && TrailingDigits(text[..comma]) is >= 1 and <= 3;

    private static int LeadingDigits(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
            count++;
        return count;
    }

    private static int TrailingDigits(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[^(count + 1)]))
            count++;
        return count;
    }
}
