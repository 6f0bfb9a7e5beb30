using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>One run: these calls, through this router, to these providers.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed record RunSettings
{
    /// <summary>The calls.</summary>
    public required Workload Workload { get; init; }

    /// <summary>The providers, the preferred one first.</summary>
    public required IReadOnlyList<ProviderSettings> Providers { get; init; }

    /// <summary>Makes the router under test. It is disposed when the run is over.</summary>
    public required Func<RunContext, IChatClient> Router { get; init; }

    /// <summary>How long a call may wait for capacity. Default: 10 seconds, as a router's.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The seed of everything random. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The share of calls whose answers are streamed, 0 to 1. Default: a half.</summary>
    public double StreamShare { get; init; } = 0.5;

    /// <summary>The characters of a prompt's token, on average. Default: 4, the usual estimate.</summary>
    public double CharactersPerToken { get; init; } = 4;

    /// <summary>By how much single prompts differ from that, as the standard deviation of the ratio. Default: 0.1.</summary>
    public double CharactersSpread { get; init; } = 0.1;

    /// <summary>How often to note how the routes stand. Default: never.</summary>
    public TimeSpan? SampleEvery { get; init; }
}
