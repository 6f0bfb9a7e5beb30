namespace CapacityRouting.Simulation;

/// <summary>The settings of one simulated provider: its true limits, its charges, its dialect, its pace and its faults.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed record ProviderSettings
{
    /// <summary>The name in reports; mostly the name of its route.</summary>
    public required string Name { get; init; }

    /// <summary>The dialect of its headers and errors. Default: OpenAI's.</summary>
    public ProviderDialect Dialect { get; init; }

    /// <summary>The limits that it enforces, whatever a router has configured. Default: none.</summary>
    public IReadOnlyList<ProviderLimit> Limits { get; init; } = [];

    /// <summary>Calls under way at once, at least 1. Default: unlimited.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>The words of a refusal when too many calls are under way. Default: the dialect's own.</summary>
    public ConcurrencyWording ConcurrencyWording { get; init; }

    /// <summary>The changes of the limits during the run. Default: none.</summary>
    public IReadOnlyList<LimitChange> Changes { get; init; } = [];

    /// <summary>
    /// The shards that enforce the limits, each by its part of the requests. Every shard holds an equal part of each limit, and knows nothing of the others. Headers tell of
    /// the account as a whole. Default: none, so that the limits hold in one place.
    /// </summary>
    public IReadOnlyList<double> Shards { get; init; } = [];

    /// <summary>The charges. Default: OpenAI's rule.</summary>
    public ChargeRule Charge { get; init; } = ChargeRule.OpenAI;

    /// <summary>The limits in its headers. Default: everything.</summary>
    public HeaderStyle Headers { get; init; } = HeaderStyle.Full;

    /// <summary>The form of a stated wait. Default: in whole seconds.</summary>
    public RetryAfterStyle RetryAfter { get; init; }

    /// <summary>The latencies.</summary>
    public LatencyModel Latency { get; init; } = new();

    /// <summary>The faults. Default: none.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The neighbours, which draw on the same limits. Default: none.</summary>
    public IReadOnlyList<Neighbour> Neighbours { get; init; } = [];

    /// <summary>The longest prompt, in tokens; a longer one is refused as too long. Default: any.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>The prices. Default: zero.</summary>
    public TokenPrices Prices { get; init; } = new(0, 0);
}
