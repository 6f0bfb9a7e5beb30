namespace CapacityRouting;

/// <summary>One bucket at one moment. Immutable.</summary>
/// <param name="Dimension">What it counts.</param>
/// <param name="Limit">The units that flow back in a <paramref name="Window"/>.</param>
/// <param name="Window">A minute, an hour or a day; of a limit that goes by the calendar, the day or month that it is.</param>
/// <param name="Burst">The units it holds when full.</param>
/// <param name="Level">The units left; below zero while it is in debt.</param>
/// <param name="Source">Where the limit comes from: the settings or the provider.</param>
public sealed record BucketSnapshot(CapacityDimension Dimension, long Limit, TimeSpan Window, long Burst, double Level, LimitSource Source)
{
    /// <summary>When it is full again, whatever is used until then; null where it refills continuously.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>The shared quota that it belongs to, where the route has limits of its own beside it; null for the route's own.</summary>
    public string? Quota { get; init; }
}
