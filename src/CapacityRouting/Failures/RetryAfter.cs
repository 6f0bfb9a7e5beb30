using System.Globalization;

namespace CapacityRouting.Failures;

/// <summary>
/// Reads a Retry-After value (RFC 9110, section 10.2.3): seconds, whole or fractional, or an HTTP date; a date in the past is no wait.
/// </summary>
internal static class RetryAfter
{
    /// <summary>The key under which an exception's <see cref="Exception.Data"/> may carry the header's value.</summary>
    public const string DataKey = "Retry-After";

    // The three forms of RFC 9110, section 5.6.7, and ISO 8601. Only whole dates: the rest of a part would come from the machine's clock.
    private static readonly string[] Dates =
        ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly TimeSpan Longest = TimeSpan.FromHours(48);

    public static TimeSpan? Of(Exception exception, DateTimeOffset now) =>
        exception.Data.Contains(DataKey) ? Parse(exception.Data[DataKey], now) : null;

    public static TimeSpan? Parse(object? value, DateTimeOffset now) => value switch
    {
        TimeSpan span => Sane(span),
        DateTimeOffset date => Sane(date - now),
        IConvertible number and not string => Parse(number.ToString(CultureInfo.InvariantCulture), now),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => Seconds(seconds),
        string text when DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset date) => Sane(date - now),
        _ => null,
    };

    private static TimeSpan? Seconds(double seconds) =>
        double.IsFinite(seconds) && seconds >= 0 ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)) : null;

    private static TimeSpan Sane(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
}
