using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>How daily and monthly limits reset: by the settings, else by the provider's profile. Default: days refill continuously, months reset in UTC.</summary>
internal readonly record struct ResetRules(LimitReset Daily, string? ProviderZone)
{
    private const int HoursOfADay = 24;

    private string? Zone { get; init; }

    private bool IsPaced { get; init; }

    public ResetRules Or(CapacityLimits limits) => this with { Daily = limits.DailyReset ?? Daily, Zone = limits.TimeZone, IsPaced = limits.Paced };

    /// <summary>The days or months of a calendar limit; null for a dimension that refills continuously.</summary>
    public CalendarWindow? CalendarOf(CapacityDimension dimension, Clock clock) => dimension switch
    {
        CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay when Daily == LimitReset.Calendar => In(CalendarUnit.Day, Zone ?? ProviderZone, clock),
        CapacityDimension.RequestsPerMonth or CapacityDimension.TokensPerMonth => In(CalendarUnit.Month, Zone ?? ProviderZone, clock),
        CapacityDimension.CostPerDay => In(CalendarUnit.Day, Zone, clock),
        CapacityDimension.CostPerMonth => In(CalendarUnit.Month, Zone, clock),
        _ => null,
    };

    /// <summary>The burst of an hourly or daily limit that refills continuously.</summary>
    public long BurstOf(CapacityDimension dimension, long limit) =>
        IsPaced && dimension is (CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay) ? Math.Max(1, limit / HoursOfADay) : limit;

    private CalendarWindow In(CalendarUnit unit, string? zone, Clock clock) =>
        new(clock.CalendarOf(new(unit, TimeZones.Find(zone ?? string.Empty) ?? TimeZoneInfo.Utc)), IsPaced);
}
