using System.Globalization;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Failures.Providers;

/// <summary>What a provider's headers say of its limits. Reading allocates nothing and never throws. Immutable.</summary>
internal sealed class HeaderDialect
{
    /// <summary>The most readings that one response gives: one for each dimension.</summary>
    public const int MostReadings = 8;

    private readonly LimitHeaders[][] _families;

    public HeaderDialect(params LimitHeaders[] limits) => _families = [limits];

    private HeaderDialect(LimitHeaders[][] families) => _families = families;

    /// <summary>That of a provider which says nothing.</summary>
    public static HeaderDialect None { get; } = new();

    /// <summary>The header that tells which share of reserved throughput is in use; null for none.</summary>
    public string? UtilizationName { get; init; }

    public IEnumerable<LimitHeaders> Limits => _families.SelectMany(family => family);

    /// <summary>Several in one, for a provider that is not known: the first of which a response says anything.</summary>
    public static HeaderDialect FirstOf(params HeaderDialect[] dialects) => new([.. dialects.SelectMany(dialect => dialect._families)]);

    /// <summary>Reads what a response says, at most one reading for each dimension.</summary>
    /// <param name="response">The response.</param>
    /// <param name="now">The time on the wall, for resets that are dates.</param>
    /// <param name="readings">Where the readings go; room for <see cref="MostReadings"/> holds them all.</param>
    /// <returns>How many there are.</returns>
    public int Read(ObservedResponse response, DateTimeOffset now, Span<LimitReading> readings)
    {
        foreach (LimitHeaders[] family in _families)
        {
            if (Read(family, response, now, readings) is > 0 and int count)
                return count;
        }
        return 0;
    }

    /// <summary>The share of reserved throughput in use: 1 is all of it, and above it is overshoot. Null where it is not said.</summary>
    public double? Utilization(ObservedResponse response)
    {
        if (UtilizationName is null || response.Header(UtilizationName) is not { } said)
            return null;
        ReadOnlySpan<char> text = said.AsSpan().Trim();
        bool isPercent = text is [.., '%'];
        if (!double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value < 0 || !double.IsFinite(value))
            return null;
        // It is a percentage, "1" too; only a fraction up to one can be a share: of its two meanings the busier one.
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

    /// <summary>Two limits of one dimension hold at once (an organization's and a project's): the tighter of each figure.</summary>
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
