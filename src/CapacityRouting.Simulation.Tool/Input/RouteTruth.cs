namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>The <c>Simulation</c> settings of the provider behind one route. A null value is the route's configured one, or the provider's default.</summary>
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

    /// <summary>The share of its limits that other users take.</summary>
    public double? Neighbour { get; init; }

    public double? InputPrice { get; init; }

    public double? OutputPrice { get; init; }
}
