using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>A finished run with all its figures.</summary>
/// <param name="File">The configuration.</param>
/// <param name="Result">The events of the run.</param>
/// <param name="Possible">The bound that no router can surpass.</param>
/// <param name="Metrics">The quality of the run.</param>
/// <param name="Routes">The figures of each route, the preferred one first.</param>
internal sealed record FinishedRun(RoutesFile File, RunResult Result, OracleBound Possible, RunMetrics Metrics, IReadOnlyList<RouteFigures> Routes)
{
    public bool IsPriced => Result.Providers.Any(provider => provider.Prices is { Input: > 0 } or { Output: > 0 });

    /// <summary>The price of all served calls together.</summary>
    public double Cost => Routes.Sum(route => route.Cost);

    /// <summary>The time of the last arrival or the last end, whichever is later.</summary>
    public TimeSpan Length => Result.Calls.Max(call => call.EndedAt) is var ended && ended > Result.Workload.Duration ? ended : Result.Workload.Duration;
}
