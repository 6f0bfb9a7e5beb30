using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.RealRun;

/// <summary>
/// Runs three minutes twice, simulated and over real HTTP with the real SDKs, and holds the figures side by side: what the simulator says of
/// a router is worth as much as it agrees with what happens.
/// </summary>
internal static class RealRunCommand
{
    private const int Seed = 1;

    // The just-in-time compiler must not be measured.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <summary>Takes a good minute. The exit code is 0 when all figures agree, else 1.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        await Task.WhenAll(RealRunScenario.All.Select(scenario => LoopbackRun.RunAsync(scenario, scenario.Settings(Seed, WarmUp))));

        // All at once: together they are 18 calls a second, which is little.
        RunMetrics[] real = await Task.WhenAll(RealRunScenario.All.Select(RealAsync));
        Comparison[] comparisons = [.. RealRunScenario.All.Zip(real).SelectMany(pair => Comparison.Of(pair.First, Simulated(pair.First), pair.Second))];
        await output.WriteLineAsync("| Scenario | Figure | Simulated | Real | Difference | Allowed |");
        await output.WriteLineAsync("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (Comparison comparison in comparisons)
            await output.WriteLineAsync(comparison.Row());
        return Array.TrueForAll(comparisons, comparison => comparison.Agrees) ? 0 : 1;
    }

    private static RunMetrics Simulated(RealRunScenario scenario) => Measured(Simulator.Run(scenario.Settings(Seed)));

    private static async Task<RunMetrics> RealAsync(RealRunScenario scenario) => Measured(await LoopbackRun.RunAsync(scenario, scenario.Settings(Seed)));

    private static RunMetrics Measured(RunResult run) => RunMetrics.Of(run, FluidOracle.Of(run.Workload, run.Providers, run.Patience));
}
