using System.Globalization;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// Reads a Retry-After value (RFC 9110, section 10.2.3): seconds, whole or fractional, or an HTTP date; a date in the past reads as zero, which states nothing (<see cref="RouteFailure.RetryAfter"/>).
/// </summary>
internal static class RetryAfterHeader
{
    /// <summary>The key under which an exception's <see cref="Exception.Data"/> may carry the header's value.</summary>
    public const string DataKey = "Retry-After";

    /// <summary>What an exception carries, at most <see cref="StatedWait.Longest"/>.</summary>
    public static TimeSpan? Of(Exception exception, DateTimeOffset now) =>
        exception.Data.Contains(DataKey) ? Parse(exception.Data[DataKey], now) : null;

    /// <summary>A value of any type that may carry one, at most <see cref="StatedWait.Longest"/>.</summary>
    public static TimeSpan? Parse(object? value, DateTimeOffset now) =>
        Read(value, now) is { } wait ? TimeSpan.FromTicks(Math.Min(wait.Ticks, StatedWait.Longest.Ticks)) : null;

    /// <summary>The same without a cap.</summary>
    public static TimeSpan? Read(object? value, DateTimeOffset now) => value switch
    {
        TimeSpan span => span < TimeSpan.Zero ? TimeSpan.Zero : span,
        DateTimeOffset date => ResetTime.Until(date, now),
        IConvertible number and not string => Read(number.ToString(CultureInfo.InvariantCulture), now),
        string text => Moment(text, now) ?? Number(text, TimeSpan.TicksPerSecond) ?? (Timestamps.TryParse(text, out DateTimeOffset date) ? ResetTime.Until(date, now) : null),
        _ => null,
    };

    /// <summary>Some proxies give the moment in seconds since 1970: no wait is as long.</summary>
    private static TimeSpan? Moment(string text, DateTimeOffset now) =>
        DecimalNumber.TryParse(text.AsSpan().Trim(), out DecimalNumber number) && ResetTime.IsMoment(number) ? ResetTime.Of(number, now) : null;

    /// <summary>A number of units of so many ticks each; null below zero and for what is no number.</summary>
    public static TimeSpan? Number(ReadOnlySpan<char> text, long ticks)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double units) || !double.IsFinite(units) || units < 0)
            return null;
        double rounded = Math.Round(units * ticks);
        return rounded < TimeSpan.MaxValue.Ticks ? new((long)rounded) : TimeSpan.MaxValue;
    }
}
