namespace CapacityRouting.Simulation.Limiters;

/// <summary>Makes the limiter that enforces a limit.</summary>
internal static class Limiter
{
    /// <summary>A limiter of the limit's shape, with no unit taken yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1, its grain is not positive, or its burst is negative.</exception>
    public static ILimiter For(ProviderLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Amount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit.Grain, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Burst ?? TimeSpan.Zero, TimeSpan.Zero);
        return limit.Shape switch
        {
            LimiterShape.Continuous => new ContinuousBucket(limit),
            LimiterShape.FixedWindow => new FixedWindowCounter(limit),
            LimiterShape.SlidingWindow => new SlidingWindowLog(limit),
            LimiterShape.Quantized => new QuantizedCounter(limit),
            LimiterShape.Utilization => new UtilizationBucket(limit),
            _ => throw new ArgumentOutOfRangeException(nameof(limit), limit.Shape, "There is no such shape."),
        };
    }
}
