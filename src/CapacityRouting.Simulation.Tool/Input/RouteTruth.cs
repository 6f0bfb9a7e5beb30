namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>What the <c>Simulation</c> object says of the provider behind one route. What is null is as the route is configured, or as providers are by default.</summary>
internal sealed record RouteTruth
{
    public static RouteTruth AsConfigured { get; } = new();

    public TrueLimits Limits { get; init; } = TrueLimits.AsConfigured;

    public LimiterShape? Limiter { get; init; }

    public TimeSpan? Grain { get; init; }

    public TimeSpan? FirstToken { get; init; }

    public TimeSpan? Jitter { get; init; }

    public TimeSpan? PerToken { get; init; }

    public HeaderStyle? Headers { get; init; }

    public RetryAfterStyle? RetryAfter { get; init; }

    public int? ContextWindow { get; init; }

    public IReadOnlyList<Fault> Outages { get; init; } = [];

    /// <summary>The share of its limits that others take.</summary>
    public double? Neighbour { get; init; }

    public double? InputPrice { get; init; }

    public double? OutputPrice { get; init; }
}
