namespace CapacityRouting;

/// <summary>When a route's circuit breaker opens, and for how long.</summary>
/// <remarks>
/// <para>Immutable, and so safe to share.</para>
/// <para>
/// Server errors, overload, network failures, timeouts and broken answers count. A rate limit never counts. Outcomes are counted
/// from the first failure within the sampling duration: a long healthy past does not hide an outage.
/// </para>
/// </remarks>
public sealed record CircuitBreakerSettings
{
    /// <summary>The share of failures that opens the breaker, above 0 and at most 1. Default: 0.5.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>The fewest outcomes after which the breaker may open, at least 2. Default: 4.</summary>
    public int MinimumThroughput { get; init; } = 4;

    /// <summary>How far back outcomes count, from half a second to a day. Default: 30 seconds.</summary>
    public TimeSpan SamplingDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the breaker stays open before one call passes as a probe, from half a second to a day. Default: 1 second. The time doubles with each failed
    /// probe.
    /// </summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two probes, at least <see cref="BreakDuration"/> and at most a day. Default: 30 seconds.</summary>
    public TimeSpan MaxBreakDuration { get; init; } = TimeSpan.FromSeconds(30);
}
