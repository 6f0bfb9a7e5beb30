using System.Globalization;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads a Retry-After value (RFC 9110, section 10.2.3): seconds, whole or fractional, or an HTTP date. A date in the past reads as zero, which states
/// no wait (<see cref="RouteFailure.RetryAfter"/>).
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>The key of the header's value in an exception's <see cref="Exception.Data"/>.</summary>
    public const string DataKey = "Retry-After";

    /// <summary>The value that an exception carries, at most <see cref="StatedWait.Longest"/>.</summary>
    public static TimeSpan? Of(Exception exception, DateTimeOffset now) =>
        exception.Data.Contains(DataKey) ? Parse(exception.Data[DataKey], now) : null;

    /// <summary>Reads a value of any supported type, at most <see cref="StatedWait.Longest"/>.</summary>
    public static TimeSpan? Parse(object? value, DateTimeOffset now) =>
        Read(value, now) is { } wait ? TimeSpan.FromTicks(Math.Min(wait.Ticks, StatedWait.Longest.Ticks)) : null;

    /// <summary>Reads a value of any supported type, without a cap.</summary>
    public static TimeSpan? Read(object? value, DateTimeOffset now) => value switch
    {
        TimeSpan span => span < TimeSpan.Zero ? TimeSpan.Zero : span,
        DateTimeOffset date => ResetTime.Until(date, now),
        IConvertible number and not string => Read(number.ToString(CultureInfo.InvariantCulture), now),
        string text => Moment(text, now) ?? Number(text, TimeSpan.TicksPerSecond) ?? (Timestamps.TryParse(text, out DateTimeOffset date) ? ResetTime.Until(date, now) : null),
        _ => null,
    };

    /// <summary>Some proxies give the moment in seconds since 1970. No wait is as long.</summary>
    private static TimeSpan? Moment(string text, DateTimeOffset now) =>
        DecimalNumber.TryParse(text.AsSpan().Trim(), out DecimalNumber number) && ResetTime.IsMoment(number) ? ResetTime.Of(number, now) : null;

    /// <summary>Reads a number of units of so many ticks each. Null for a negative number and for other text.</summary>
    public static TimeSpan? Number(ReadOnlySpan<char> text, long ticks)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double units) || !double.IsFinite(units) || units < 0)
            return null;
        double rounded = Math.Round(units * ticks);
        return rounded < TimeSpan.MaxValue.Ticks ? new((long)rounded) : TimeSpan.MaxValue;
    }
}
