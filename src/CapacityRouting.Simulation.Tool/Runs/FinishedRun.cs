using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>A run that is over, with all its figures.</summary>
/// <param name="File">What was configured.</param>
/// <param name="Result">What happened.</param>
/// <param name="Possible">What no router could have surpassed.</param>
/// <param name="Metrics">How good it was.</param>
/// <param name="Routes">What each route did, the preferred one first.</param>
internal sealed record FinishedRun(RoutesFile File, RunResult Result, OracleBound Possible, RunMetrics Metrics, IReadOnlyList<RouteFigures> Routes)
{
    public bool IsPriced => Result.Providers.Any(provider => provider.Prices is { Input: > 0 } or { Output: > 0 });

    /// <summary>Prices of the served calls, all in all.</summary>
    public double Cost => Routes.Sum(route => route.Cost);

    /// <summary>When the last call arrived or ended, whichever is later.</summary>
    public TimeSpan Length => Result.Calls.Max(call => call.EndedAt) is var ended && ended > Result.Workload.Duration ? ended : Result.Workload.Duration;
}
