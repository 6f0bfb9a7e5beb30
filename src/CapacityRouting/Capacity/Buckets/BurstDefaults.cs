using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// How much of a minute's limit may be had at once where the settings don't say, as the time in which it flows back: what a bucket holds, or the
/// window in which a provider counts its share.
/// </summary>
/// <param name="Requests">For requests.</param>
/// <param name="Tokens">For tokens of every kind.</param>
/// <param name="AreWindows">Whether the provider counts in windows of that length.</param>
internal readonly record struct BurstDefaults(TimeSpan Requests, TimeSpan Tokens, bool AreWindows = false)
{
    /// <summary>For a provider of which nothing is known: minutes are enforced in finer grains that are seldom documented.</summary>
    public static BurstDefaults Unknown { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

    /// <summary>
    /// Whether nobody knows: then a limit that only the provider's headers tell is had at once, all of it, until the provider refuses. What is assumed must
    /// refuse nobody whom the provider would have taken.
    /// </summary>
    public bool AreAssumed { get; init; }

    /// <summary>These, unless the settings say otherwise.</summary>
    public BurstDefaults Or(TimeSpan? configured) => configured is { } burst ? this with { Requests = burst, Tokens = burst, AreAssumed = false } : this;

    /// <summary>How long windows come back.</summary>
    public ResetRules Resets { get; init; }

    /// <summary>These, unless the settings say otherwise.</summary>
    public BurstDefaults Or(CapacityLimits limits) => Or(limits.Burst) with { Resets = Resets.Or(limits) };

    public TimeSpan Of(CapacityDimension dimension) => dimension == CapacityDimension.RequestsPerMinute ? Requests : Tokens;

    /// <summary>As the other overload, of a limit that follows from the terms.</summary>
    public TimeSpan Of(CapacityDimension dimension, LimitTerms terms) => AreAssumed && terms.Configured is null ? TimeSpan.FromMinutes(1) : Of(dimension);
}
