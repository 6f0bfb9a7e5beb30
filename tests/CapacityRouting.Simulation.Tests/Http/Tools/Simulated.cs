namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>Makes providers for these tests.</summary>
internal static class Simulated
{
    private const int Seed = 7;

    /// <summary>150 ms to the first token and 2 ms for each, always.</summary>
    public static LatencyModel Steady { get; } = new() { Jitter = TimeSpan.Zero };

    /// <summary>Everything at once.</summary>
    public static LatencyModel Instant { get; } = new() { FirstToken = TimeSpan.Zero, Jitter = TimeSpan.Zero, PerToken = TimeSpan.Zero, Refusal = TimeSpan.Zero };

    public static ProviderSettings Settings(ProviderDialect dialect, params Fault[] faults) => new()
    {
        Name = "it",
        Dialect = dialect,
        Charge = dialect == ProviderDialect.Anthropic ? ChargeRule.Anthropic : ChargeRule.OpenAI,
        Latency = Steady,
        Faults = faults,
    };

    /// <summary>A provider whose clock has been started.</summary>
    public static SimulatedProvider Provider(ProviderSettings settings, TimeProvider time)
    {
        RunClock clock = new(time);
        clock.Start();
        return new(settings, clock, Seed);
    }
}
