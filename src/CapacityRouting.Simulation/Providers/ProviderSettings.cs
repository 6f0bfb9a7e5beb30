namespace CapacityRouting.Simulation;

/// <summary>One simulated provider: what it truly allows, what it charges, how it speaks, how quick it is, and what goes wrong with it. Immutable.</summary>
public sealed record ProviderSettings
{
    /// <summary>What reports call it; the name of its route, mostly.</summary>
    public required string Name { get; init; }

    /// <summary>The dialect of its headers and errors. Default: OpenAI's.</summary>
    public ProviderDialect Dialect { get; init; }

    /// <summary>The enforced limits, independent of any configuration. Default: none.</summary>
    public IReadOnlyList<ProviderLimit> Limits { get; init; } = [];

    /// <summary>Calls under way at once, at least 1. Default: unlimited.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>What it charges. Default: OpenAI's rule.</summary>
    public ChargeRule Charge { get; init; } = ChargeRule.OpenAI;

    /// <summary>What it tells in its headers. Default: everything.</summary>
    public HeaderStyle Headers { get; init; } = HeaderStyle.Full;

    /// <summary>How it tells when to come back. Default: in whole seconds.</summary>
    public RetryAfterStyle RetryAfter { get; init; }

    /// <summary>How quick it is.</summary>
    public LatencyModel Latency { get; init; } = new();

    /// <summary>What goes wrong with it. Default: nothing.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Other users of its limits. Default: none.</summary>
    public IReadOnlyList<Neighbour> Neighbours { get; init; } = [];

    /// <summary>The longest prompt that it takes, in tokens; a longer one is refused as too long. Default: any.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>What it costs. Default: nothing.</summary>
    public TokenPrices Prices { get; init; } = new(0, 0);
}
