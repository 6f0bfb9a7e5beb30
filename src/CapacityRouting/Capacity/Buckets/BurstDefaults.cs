using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The default burst of a per-minute limit where the settings give none, as the time in which it flows back. It is what a bucket holds, or the
/// length of the window in which a provider counts its share.
/// </summary>
/// <param name="Requests">For requests.</param>
/// <param name="Tokens">For tokens of every kind.</param>
/// <param name="AreWindows">Whether the provider counts in windows of that length.</param>
internal readonly record struct BurstDefaults(TimeSpan Requests, TimeSpan Tokens, bool AreWindows = false)
{
    /// <summary>For an unknown provider: most providers enforce minutes in finer grains that they seldom document.</summary>
    public static BurstDefaults Unknown { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

    /// <summary>
    /// Whether the burst is an assumption. A limit that only the provider's headers state may then be spent at once, all of it, until the provider refuses: an assumption must
    /// not refuse a call that the provider would have taken.
    /// </summary>
    public bool AreAssumed { get; init; }

    /// <summary>These defaults, unless the settings give a burst.</summary>
    public BurstDefaults Or(TimeSpan? configured) => configured is { } burst ? this with { Requests = burst, Tokens = burst, AreAssumed = false } : this;

    /// <summary>How limits longer than a minute reset.</summary>
    public ResetRules Resets { get; init; }

    /// <summary>These defaults, unless the settings say otherwise.</summary>
    public BurstDefaults Or(CapacityLimits limits) => Or(limits.Burst) with { Resets = Resets.Or(limits) };

    public TimeSpan Of(CapacityDimension dimension) => dimension == CapacityDimension.RequestsPerMinute ? Requests : Tokens;

    /// <summary>As the other overload, for a limit that follows from the terms.</summary>
    public TimeSpan Of(CapacityDimension dimension, LimitTerms terms) => AreAssumed && (terms.Configured is null || terms.IsShownWhole) ? TimeSpan.FromMinutes(1) : Of(dimension);
}
