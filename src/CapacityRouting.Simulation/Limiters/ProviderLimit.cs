namespace CapacityRouting.Simulation;

/// <summary>One limit that a simulated provider truly enforces.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Dimension">What it counts, and in which window.</param>
/// <param name="Amount">So many units in a window: at least 1.</param>
/// <param name="Shape">How it counts.</param>
public sealed record ProviderLimit(CapacityDimension Dimension, long Amount, LimiterShape Shape = LimiterShape.Continuous)
{
    /// <summary>For <see cref="LimiterShape.Continuous"/> and <see cref="LimiterShape.Utilization"/>: what a full bucket holds, as the time in which it flows in. Default: the whole window.</summary>
    public TimeSpan? Burst { get; init; }

    /// <summary>For <see cref="LimiterShape.Quantized"/>: the length of its window. Default: 1 second.</summary>
    public TimeSpan Grain { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A minute, an hour or a day, by the dimension.</summary>
    public TimeSpan Window => Dimension switch
    {
        CapacityDimension.RequestsPerHour or CapacityDimension.TokensPerHour => TimeSpan.FromHours(1),
        CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay => TimeSpan.FromDays(1),
        _ => TimeSpan.FromMinutes(1),
    };

    /// <summary>The limits that <see cref="CapacityLimits"/> state, all of one shape; what is not limited there is not here. Calls under way are not a rate and stay behind.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="shape">How they count.</param>
    /// <returns>One limit for each dimension that is set.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="limits"/> is null.</exception>
    public static IReadOnlyList<ProviderLimit> Of(CapacityLimits limits, LimiterShape shape = LimiterShape.Continuous)
    {
        ArgumentNullException.ThrowIfNull(limits);
        (CapacityDimension Dimension, long? Amount)[] stated =
        [
            (CapacityDimension.RequestsPerMinute, limits.RequestsPerMinute),
            (CapacityDimension.InputTokensPerMinute, limits.InputTokensPerMinute),
            (CapacityDimension.OutputTokensPerMinute, limits.OutputTokensPerMinute),
            (CapacityDimension.TokensPerMinute, limits.TokensPerMinute),
            (CapacityDimension.RequestsPerHour, limits.RequestsPerHour),
            (CapacityDimension.TokensPerHour, limits.TokensPerHour),
            (CapacityDimension.RequestsPerDay, limits.RequestsPerDay),
            (CapacityDimension.TokensPerDay, limits.TokensPerDay),
        ];
        return [.. stated.Where(limit => limit.Amount > 0).Select(limit => new ProviderLimit(limit.Dimension, limit.Amount!.Value, shape))];
    }
}
