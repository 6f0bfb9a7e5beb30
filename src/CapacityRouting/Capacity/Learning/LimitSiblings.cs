using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// The other windows of the same count. Headers that give their window as a value state one window at a time. So once an account rises from a daily limit to a per-minute
/// one, the earlier statement no longer holds.
/// </summary>
internal static class LimitSiblings
{
    /// <summary>
    /// The reading in its true dimension. Where its window is a guess, and the same figure was stated of another window, that window is the true one.
    /// </summary>
    public static LimitReading Placed(in LimitReading reading, RateLimit[] limits)
    {
        if (reading.Window == WindowOrigin.Guess && RateLimit.Find(limits, reading.Dimension)?.Terms.Stated is null)
            foreach (RateLimit limit in limits)
                if (reading.Limit is { } stated && limit.Terms.Stated == stated && AreSiblings(limit.Dimension, reading.Dimension))
                    return reading with { Dimension = limit.Dimension };
        return reading;
    }

    /// <summary>Whether a limit in force was stated of a window that the readings of one response no longer state.</summary>
    public static bool IsGone(RateLimit limit, ReadOnlySpan<LimitReading> readings)
    {
        if (limit.Terms.Stated is null)
            return false;
        bool isReplaced = false;
        foreach (ref readonly LimitReading reading in readings)
        {
            if (reading.Dimension == limit.Dimension)
                return false;
            isReplaced |= Replaces(reading, limit);
        }

        return isReplaced;
    }

    // The same figure in a guessed window may be the limit itself.
    private static bool Replaces(in LimitReading reading, RateLimit limit) =>
        reading.Limit is { } stated
        && AreSiblings(reading.Dimension, limit.Dimension)
        && (reading.Window == WindowOrigin.Value || (reading.Window == WindowOrigin.Guess && stated != limit.Terms.Stated));

    private static bool AreSiblings(CapacityDimension one, CapacityDimension other) => one != other && FamilyOf(one) == FamilyOf(other);

    // Input and output tokens, counted apart, have one window only.
    private static CapacityDimension FamilyOf(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay => CapacityDimension.RequestsPerMinute,
        CapacityDimension.TokensPerHour or CapacityDimension.TokensPerDay => CapacityDimension.TokensPerMinute,
        _ => dimension,
    };
}
