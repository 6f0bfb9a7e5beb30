using System.Globalization;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>How long an hour takes.</summary>
internal static class SimulationSpeed
{
    private const int Calls = 20_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Simulates an hour of 20,000 calls through our router, and says how long that took.</summary>
    public static string Measure(Contender ours)
    {
        Situation situation = new(Workloads.Steady(Calls / Hour.TotalSeconds, Hour, Fleet.Chat, seed: 1), Fleet.All);
        long start = TimeProvider.System.GetTimestamp();
        RunResult run = Simulator.Run(new() { Workload = situation.Workload, Providers = situation.Providers, Router = ours.For(situation) });
        TimeSpan taken = TimeProvider.System.GetElapsedTime(start);
        return string.Create(CultureInfo.InvariantCulture, $"An hour of {run.Calls.Count:N0} calls through our router, {run.Visits.Count:N0} requests to providers, was simulated in {taken.TotalSeconds:0.0} s.");
    }
}
