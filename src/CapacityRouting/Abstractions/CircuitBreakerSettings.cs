namespace CapacityRouting;

/// <summary>When a route's circuit breaker opens, and for how long. Immutable, and so safe to share.</summary>
/// <remarks>
/// Server errors, overload, network failures, timeouts and broken answers count; a rate limit never does. Outcomes are counted
/// from the first failure within the sampling duration: a long healthy past does not hide an outage.
/// </remarks>
public sealed record CircuitBreakerSettings
{
    /// <summary>The share of failures at which it opens, above 0 and at most 1. Default: 0.5.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>The outcomes it must have seen before it may open, at least 2. Default: 4.</summary>
    public int MinimumThroughput { get; init; } = 4;

    /// <summary>How far back outcomes count, from half a second to a day. Default: 30 seconds.</summary>
    public TimeSpan SamplingDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it stays open before one call goes through as a probe, from half a second to a day. Default: 1 second. Doubles with each failed probe.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest it stays open between probes, at least <see cref="BreakDuration"/> and at most a day. Default: 30 seconds.</summary>
    public TimeSpan MaxBreakDuration { get; init; } = TimeSpan.FromSeconds(30);
}
