using Polly.CircuitBreaker;

namespace CapacityRouting;

/// <summary>The state of one route at one moment.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed record RouteSnapshot
{
    /// <summary>The route's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the shared quota; null when the route has a quota of its own.</summary>
    public string? Quota { get; init; }

    /// <summary>The name of the <see cref="ProviderProfile"/> in use: from the settings, or else from the client's metadata.</summary>
    public string Provider { get; init; } = string.Empty;

    /// <summary>Calls under way on the route's quota.</summary>
    public int InFlight { get; init; }

    /// <summary>The limit of calls under way that is in force; null when unlimited. A limit that refusals stated counts for an hour.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>Where <see cref="MaxConcurrentRequests"/> comes from: the settings, or refusals that stated it. Null when unlimited.</summary>
    public LimitSource? ConcurrencySource { get; init; }

    /// <summary>What is left of every limit: requests, tokens and budgets of money.</summary>
    public required IReadOnlyList<BucketSnapshot> Buckets { get; init; }

    /// <summary>The rest of the cooldown of the route or its quota after a rate limit or an overload; null when there is none.</summary>
    public TimeSpan? CoolingDownFor { get; init; }

    /// <summary>The time until the next probe of a lockout: the quota is used up, or the key or model is wrong. Null without a lockout.</summary>
    public TimeSpan? ClosedFor { get; init; }

    /// <summary>How long the route has come after the others because it has become slower than it usually is; null when it is not slow.</summary>
    public TimeSpan? SlowFor { get; init; }

    /// <summary>The state of the circuit breaker; Isolated when an operator took the route out of service.</summary>
    public CircuitState Circuit { get; init; }

    /// <summary>
    /// Whether the route's traffic is observed on the wire, by an adapter or a <see cref="CapacityObserver"/>. Without it, waits and limits in headers stay unseen. Null until the first answer.
    /// </summary>
    public bool? IsObserved { get; init; }

    /// <summary>The longest input of the model, in tokens: from the settings, or else from its refusals within the last hour. Null when unknown.</summary>
    public long? Window { get; init; }

    /// <summary>The capabilities that the route lacks, by its refusals within the last hour. Requests that need none of them are not affected. Empty by default.</summary>
    public IReadOnlyList<MissingCapability> MissingCapabilities { get; init; } = [];
}
