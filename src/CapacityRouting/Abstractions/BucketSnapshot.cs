namespace CapacityRouting;

/// <summary>One bucket at one moment. The amounts are in the unit of its <paramref name="Dimension"/>: requests, tokens, or money in the currency of the route's prices.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Dimension">What the bucket counts.</param>
/// <param name="Limit">The units of a whole <paramref name="Window"/>. They flow back during it, or come back at its end (<see cref="ResetsAt"/>).</param>
/// <param name="Window">The window: a minute, an hour or a day. For a calendar limit it is the length of the current day or month.</param>
/// <param name="Burst">The units that a full bucket holds.</param>
/// <param name="Level">The units left. The level is below zero while the bucket is in debt.</param>
/// <param name="Source">Where the limit in force comes from: the settings, a figure of the provider, or refusals.</param>
public sealed record BucketSnapshot(CapacityDimension Dimension, decimal Limit, TimeSpan Window, decimal Burst, decimal Level, LimitSource Source)
{
    /// <summary>Whether the limit is a budget, and its amounts are money in the currency of the route's prices.</summary>
    public bool IsBudget => Dimension is CapacityDimension.CostPerDay or CapacityDimension.CostPerMonth;

    /// <summary>When the bucket is full again, whatever is used until then; null where it refills continuously.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>The limit of the settings; null when they have none.</summary>
    public decimal? Configured { get; init; }

    /// <summary>The last figure of the provider, from its headers, or a lower one from a refusal within the last hour; null when it stated none.</summary>
    public decimal? Stated { get; init; }

    /// <summary>The estimate after refusals that the other figures do not explain; null while there is none. It grows until a refusal ends the growth, or until it no longer limits.</summary>
    public decimal? Learned { get; init; }

    /// <summary>Why the limit in force is not the configured one, in English: "rate-limit headers", for example. Null for a configured limit.</summary>
    public string? Reason { get; init; }

    /// <summary>When the limit in force was stated or learned; null for a configured limit.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The shared quota that the limit belongs to, where the route has limits of its own beside it; null for the route's own.</summary>
    public string? Quota { get; init; }
}
