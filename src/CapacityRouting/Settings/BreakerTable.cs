namespace CapacityRouting.Settings;

/// <summary>The settings of <see cref="CircuitBreakerSettings"/>, a type without knowledge of configuration.</summary>
internal static class BreakerTable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static SettingTable<CircuitBreakerSettings> Table { get; } = new()
    {
        { nameof(CircuitBreakerSettings.FailureRatio), breaker => breaker.FailureRatio, (ref breaker, value) => breaker = breaker with { FailureRatio = value }, Numbers.PositiveShare },
        { nameof(CircuitBreakerSettings.MinimumThroughput), breaker => breaker.MinimumThroughput, (ref breaker, value) => breaker = breaker with { MinimumThroughput = value }, Numbers.AtLeast(2) },
        { nameof(CircuitBreakerSettings.SamplingDuration), breaker => breaker.SamplingDuration, (ref breaker, value) => breaker = breaker with { SamplingDuration = value }, Times.Between(Shortest, Longest) },
        { nameof(CircuitBreakerSettings.BreakDuration), breaker => breaker.BreakDuration, (ref breaker, value) => breaker = breaker with { BreakDuration = value }, Times.Between(Shortest, Longest) },
        { nameof(CircuitBreakerSettings.MaxBreakDuration), breaker => breaker.MaxBreakDuration, (ref breaker, value) => breaker = breaker with { MaxBreakDuration = value }, Times.UpTo(Longest) },
        { nameof(CircuitBreakerSettings.MaxBreakDuration), breaker => breaker.MaxBreakDuration < breaker.BreakDuration ? $"must be at least {breaker.BreakDuration}, is {breaker.MaxBreakDuration}." : null },
    };
}
