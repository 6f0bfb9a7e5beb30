using System.Globalization;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Failures.Providers;

/// <summary>The rate-limit headers of a provider. Reading allocates nothing and never throws. Immutable.</summary>
internal sealed class HeaderDialect
{
    /// <summary>The most readings that one response gives: one for each dimension.</summary>
    public const int MostReadings = 8;

    private readonly LimitHeaders[][] _families;

    public HeaderDialect(params LimitHeaders[] limits) => _families = [limits];

    private HeaderDialect(LimitHeaders[][] families) => _families = families;

    /// <summary>The dialect of a provider without rate-limit headers.</summary>
    public static HeaderDialect None { get; } = new();

    /// <summary>The header with the share of reserved throughput in use. Null for none.</summary>
    public string? UtilizationName { get; init; }

    public IEnumerable<LimitHeaders> Limits => _families.SelectMany(family => family);

    /// <summary>Several dialects in one, for a provider that is not known. The first dialect with a reading counts.</summary>
    public static HeaderDialect FirstOf(params HeaderDialect[] dialects) => new([.. dialects.SelectMany(dialect => dialect._families)]);

    /// <summary>Reads the limits in a response's headers, at most one reading for each dimension.</summary>
    /// <param name="response">The response.</param>
    /// <param name="now">The wall-clock time, for resets that are dates.</param>
    /// <param name="readings">The destination. Room for <see cref="MostReadings"/> holds them all.</param>
    /// <returns>The count of readings.</returns>
    public int Read(ObservedResponse response, DateTimeOffset now, Span<LimitReading> readings)
    {
        foreach (LimitHeaders[] family in _families)
        {
            if (Read(family, response, now, readings) is > 0 and int count)
                return count;
        }
        return 0;
    }

    /// <summary>The share of reserved throughput in use: 1 is all of it, above 1 is overshoot. Null when no header states it.</summary>
    public double? Utilization(ObservedResponse response)
    {
        if (UtilizationName is null || response.Header(UtilizationName) is not { } said)
            return null;
        ReadOnlySpan<char> text = said.AsSpan().Trim();
        bool isPercent = text is [.., '%'];
        if (!double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value < 0 || !double.IsFinite(value))
            return null;
        // The value is a percentage, also a bare "1". Only a number up to one with a decimal point can be a share. Of its two meanings the busier one is read.
        return !isPercent && value <= 1 && text.Contains('.') ? value : value / 100;
    }

    private static int Read(LimitHeaders[] family, ObservedResponse response, DateTimeOffset now, Span<LimitReading> readings)
    {
        int count = 0;
        foreach (LimitHeaders limit in family)
        {
            if (limit.IsSpare && IndexOf(limit.Dimension, readings[..count]) >= 0)
                continue;
            if (limit.Read(response, now) is { } reading)
                count = Add(reading, readings, count);
        }
        return count;
    }

    private static int Add(LimitReading reading, Span<LimitReading> readings, int count)
    {
        int known = IndexOf(reading.Dimension, readings[..count]);
        if (known >= 0)
            readings[known] = Both(readings[known], reading);
        else if (count < readings.Length)
            readings[count++] = reading;
        return count;
    }

    /// <summary>Two limits of one dimension hold at once (an organization's and a project's). Each figure is the tighter of the two.</summary>
    private static LimitReading Both(LimitReading one, LimitReading other)
    {
        long? limit = LimitNumber.Least(one.Limit, other.Limit);
        long? remaining = LimitNumber.Least(one.Remaining, other.Remaining);
        return new(one.Dimension, limit, remaining is null ? null : LimitNumber.Least(limit, remaining), one.IsWhole && other.IsWhole) { Window = one.Window };
    }

    private static int IndexOf(CapacityDimension dimension, ReadOnlySpan<LimitReading> readings)
    {
        int at = readings.Length - 1;
        while (at >= 0 && readings[at].Dimension != dimension)
            at--;
        return at;
    }
}
