namespace QuickStart.Providers;

/// <summary>One loopback provider: what it is called, what it truly allows, how quick it is and when it is down.</summary>
internal sealed record ProviderOptions
{
    public required string Name { get; init; }

    public required ProviderLimits Limits { get; init; }

    public Latency Latency { get; init; } = new();

    public Outage Outage { get; init; } = Outage.None;

    /// <summary>Decides latencies and lengths of answers, so that a run can be repeated.</summary>
    public int Seed { get; init; }
}
