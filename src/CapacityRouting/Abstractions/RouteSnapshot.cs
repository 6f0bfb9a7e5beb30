using Polly.CircuitBreaker;

namespace CapacityRouting;

/// <summary>How one route was at one moment. Immutable.</summary>
public sealed record RouteSnapshot
{
    /// <summary>The route's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the quota it shares; null when it has one of its own.</summary>
    public string? Quota { get; init; }

    /// <summary>The name of the <see cref="ProviderProfile"/> that is in use: the settings', or the one told by the client's metadata.</summary>
    public string Provider { get; init; } = string.Empty;

    /// <summary>Calls under way on its quota.</summary>
    public int InFlight { get; init; }

    /// <summary>How many may be; null when unlimited.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>What is left of every limit: requests, tokens and budgets of money.</summary>
    public required IReadOnlyList<BucketSnapshot> Buckets { get; init; }

    /// <summary>How long the route or its quota still cools down after a rate limit or an overload; null when it does not.</summary>
    public TimeSpan? CoolingDownFor { get; init; }

    /// <summary>How long until the next probe of a quota that is used up, or of a route with a wrong key or model; null when it is open.</summary>
    public TimeSpan? ClosedFor { get; init; }

    /// <summary>The state of its circuit breaker; Isolated when an operator took it out of service.</summary>
    public CircuitState Circuit { get; init; }

    /// <summary>The longest input it is known to take, in tokens, by its settings, else by what it has refused within the last hour; null when unknown.</summary>
    public long? Window { get; init; }
}
