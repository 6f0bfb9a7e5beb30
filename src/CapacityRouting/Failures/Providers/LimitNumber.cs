using System.Globalization;

namespace CapacityRouting.Failures.Providers;

/// <summary>
/// Reads a count from a header: "100", "1,000", "30000.0", "1e6", "100;w=60". The smallest of several counts holds ("100, 50"). A value
/// below zero, beyond reason or not a number reads as null.
/// </summary>
internal static class LimitNumber
{
    // Far above any real limit. Far enough below the largest 64-bit integer that a scaled limit still fits.
    private const long Most = 1_000_000_000_000_000;

    private const NumberStyles Lenient = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowThousands;

    public static long? Parse(ReadOnlySpan<char> text) => Parse(text, out _);

    /// <param name="text">The header's value.</param>
    /// <param name="window">The window beside the count. Null when there is none. In "10, 10;w=1" it belongs to the second count.</param>
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

    /// <summary>The smaller of two counts. A null count does not hold.</summary>
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

    /// <summary>Whether the comma separates thousands: one to three digits before it and exactly three after it.</summary>
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
