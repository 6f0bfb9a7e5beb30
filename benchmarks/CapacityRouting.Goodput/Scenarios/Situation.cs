using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>A scenario for one seed: the calls, and the routes that they go to, the preferred one first.</summary>
internal sealed record Situation(Workload Workload, IReadOnlyList<RouteSpec> Routes)
{
    /// <summary>How long a call may wait for capacity: a router's default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to note what the router knows of its routes; null for never.</summary>
    public TimeSpan? SampleEvery { get; init; }

    public IReadOnlyList<ProviderSettings> Providers => [.. Routes.Select(route => route.Provider)];
}
