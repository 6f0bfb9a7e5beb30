namespace CapacityRouting;

/// <summary>One limit of a route at one moment: requests, tokens, or money in the currency of the route's prices.</summary>
/// <remarks>Immutable, and so safe to share between threads.</remarks>
/// <param name="Dimension">What the limit counts, and in which window.</param>
/// <param name="Limit">The units that flow back in a <paramref name="Window"/>; of a budget, the money that may be spent in it.</param>
/// <param name="Window">A minute, an hour or a day; of a limit that goes by the calendar, the length of the present day or month.</param>
/// <param name="Burst">The units that the bucket holds when it is full.</param>
/// <param name="Level">The units that are left now. Below zero while the bucket is in debt: a call cost more than was left.</param>
/// <param name="Source">Where the limit comes from: the settings or the provider.</param>
public sealed record BucketSnapshot(CapacityDimension Dimension, decimal Limit, TimeSpan Window, decimal Burst, decimal Level, LimitSource Source)
{
    /// <summary>Whether the limit is a budget, and its amounts are money in the currency of the route's prices.</summary>
    public bool IsBudget => Dimension is CapacityDimension.CostPerDay or CapacityDimension.CostPerMonth;

    /// <summary>When the bucket is full again, whatever is used until then; null where it refills continuously.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>The shared quota that the limit belongs to, where the route has limits of its own beside it; null for the route's own.</summary>
    public string? Quota { get; init; }
}
