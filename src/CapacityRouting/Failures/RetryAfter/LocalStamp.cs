namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// A stamp without a zone. It is in the provider's zone where that is known. Otherwise the wait is the shortest plausible one: a wait that is too short costs one refused call, and
/// one that is too long costs hours of a route that works.
/// </summary>
internal static class LocalStamp
{
    // Beside UTC, the zone of the providers that are known to write such stamps: Z.ai, and others in China.
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <param name="asUtc">The stamp, read as UTC.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The provider's zone; null where it is not known.</param>
    /// <returns>Zero where the moment is past in every plausible zone.</returns>
    public static TimeSpan Until(DateTimeOffset asUtc, DateTimeOffset now, TimeZoneInfo? zone)
    {
        if (zone is not null)
            return ResetTime.Until(asUtc - zone.GetUtcOffset(asUtc), now);
        TimeSpan inUtc = ResetTime.Until(asUtc, now);
        return inUtc > China ? inUtc - China : inUtc;
    }
}
