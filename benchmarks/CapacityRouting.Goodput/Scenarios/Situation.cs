using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>A scenario for one seed: the calls, and the routes that they go to, the preferred one first.</summary>
internal sealed record Situation(Workload Workload, IReadOnlyList<RouteSpec> Routes)
{
    /// <summary>How long a call may wait for capacity: a router's default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to note what the router knows of its routes; null for never.</summary>
    public TimeSpan? SampleEvery { get; init; }

    /// <summary>The share of calls whose answers are streamed.</summary>
    public double StreamShare { get; init; } = 0.5;

    /// <summary>From how long on a caller's wait for its first content is counted as slow; null where slowness is no matter.</summary>
    public TimeSpan? SlowFrom { get; init; }

    public IReadOnlyList<ProviderSettings> Providers => [.. Routes.Select(route => route.Provider)];

    /// <summary>A run of it.</summary>
    public RunSettings SettingsFor(Func<RunContext, IChatClient> router, int seed) => new()
    {
        Workload = Workload,
        Providers = Providers,
        Router = router,
        Patience = Patience,
        Seed = seed,
        StreamShare = StreamShare,
        SampleEvery = SampleEvery,
    };

    /// <summary>The providers as a router believes them to be: with the configured limits instead of the true ones.</summary>
    public IReadOnlyList<ProviderSettings> Believed => [.. Routes.Select(route => route.Provider with
    {
        Limits = route.Configured is null ? [] : ProviderLimit.Of(route.Configured),
        MaxConcurrentRequests = route.Configured?.MaxConcurrentRequests,
    })];
}
