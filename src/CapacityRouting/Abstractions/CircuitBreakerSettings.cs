namespace CapacityRouting;

/// <summary>When a route's circuit breaker opens, and for how long.</summary>
/// <remarks>
/// <para>Immutable, and so safe to share.</para>
/// <para>
/// Server errors, overload, network failures, timeouts and broken answers count. A rate limit never counts. Outcomes are counted
/// from the first failure within the sampling duration: a long healthy past does not hide an outage.
/// </para>
/// <para>
/// Timeouts open the breaker at any rate of calls: three in a row, or two where the last one took 10 seconds or longer, with no success of an attempt that began after
/// the first of them. A failure that comes late, of an outage that has ended since, does not count.
/// </para>
/// <para>
/// While the breaker is open, one call at a time passes as a probe. A probe has succeeded when its answer has ended, or has flowed for 5 seconds. Where the breaker
/// opened because streams broke off after they had begun, the probe's stream reaches its caller only then. If it breaks off before, the next route answers.
/// A probe that is silent is followed by the next one as if it had failed. Where calls are rarer than probes are due, four calls go to other routes after a probe that
/// hung.
/// </para>
/// </remarks>
public sealed record CircuitBreakerSettings
{
    /// <summary>The share of failures that opens the breaker, above 0 and at most 1. Default: 0.5.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>
    /// The fewest outcomes after which the share of failures may open the breaker, at least 2. Default: 4. With <see cref="int.MaxValue"/> the breaker never opens,
    /// by timeouts neither.
    /// </summary>
    public int MinimumThroughput { get; init; } = 4;

    /// <summary>How far back outcomes count, from half a second to a day. Default: 30 seconds.</summary>
    public TimeSpan SamplingDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the breaker stays open before one call passes as a probe, from half a second to a day. Default: 1 second. From a probe to
    /// the next one the time is 2.4 times this. Where it is longer, the time is a sixteenth of how long the breaker has been open, less up to a quarter of it by chance.
    /// </summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two probes, at least <see cref="BreakDuration"/> and at most a day. Default: 30 seconds.</summary>
    public TimeSpan MaxBreakDuration { get; init; } = TimeSpan.FromSeconds(30);
}
