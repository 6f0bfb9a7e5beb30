namespace CapacityRouting.Time;

/// <summary>Finds time zones by name. Slim containers have no time zone data; Pacific time, by which Google counts its days, and that of Beijing are known even there.</summary>
internal static class TimeZones
{
    public const string Pacific = "America/Los_Angeles";
    public const string Beijing = "Asia/Shanghai";

    /// <summary>The zone of an IANA or Windows name; null if unknown.</summary>
    public static TimeZoneInfo? Find(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone
        : string.Equals(name, Pacific, StringComparison.OrdinalIgnoreCase) ? PacificByLaw()
        : string.Equals(name, Beijing, StringComparison.OrdinalIgnoreCase) ? TimeZoneInfo.CreateCustomTimeZone(Beijing, TimeSpan.FromHours(8), Beijing, Beijing)
        : null;

    /// <summary>Pacific time by the Energy Policy Act of 2005: daylight saving from the second Sunday of March to the first of November, at two o'clock.</summary>
    internal static TimeZoneInfo PacificByLaw()
    {
        DateTime twoOClock = new(1, 1, 1, 2, 0, 0);
        TimeZoneInfo.AdjustmentRule rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(twoOClock, month: 3, week: 2, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(twoOClock, month: 11, week: 1, DayOfWeek.Sunday));
        return TimeZoneInfo.CreateCustomTimeZone(Pacific, TimeSpan.FromHours(-8), Pacific, "Pacific Standard Time", "Pacific Daylight Time", [rule]);
    }
}
