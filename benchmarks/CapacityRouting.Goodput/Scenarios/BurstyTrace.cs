using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Arrivals in bursts: recorded ones where the recording is at hand, else made up like them.</summary>
internal static class BurstyTrace
{
    /// <summary>The recording: code completions at Azure in 2023 (Azure Public Dataset, CC-BY).</summary>
    public const string FileName = "azure_code_2023.csv.gz";

    private const string Id = "bursty-trace";
    private const double Share = 0.6;
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    /// <param name="folder">Where the recording is found; null to make arrivals up.</param>
    public static Scenario Of(string? folder) => folder is null
        ? new(Id, "60 % load in bursts (gaps with a coefficient of variation of 10)", MadeUp)
        : new(Id, "five stretches of azure_code_2023, each with its time made to fit 60 %; every sixth seed has the same arrivals again", seed => Recorded(seed, folder));

    private static Situation MadeUp(int seed) =>
        new(Workloads.Bursty(Load.Rate(Share, Fleet.Chat, Providers()), 10, TenMinutes, Fleet.Chat, seed), Fleet.All);

    private static Situation Recorded(int seed, string folder)
    {
        Workload trace = WorkloadFile.Read(Path.Combine(folder, FileName));
        int stretches = (int)(trace.Duration / TenMinutes);
        Workload stretch = Workloads.Take(trace, TenMinutes * ((seed - 1) % stretches), TenMinutes);
        double rate = stretch.Calls.Count / TenMinutes.TotalSeconds;
        return new(Workloads.Scale(stretch, Load.Rate(Share, stretch.Calls, Providers()) / rate), Fleet.All);
    }

    private static IEnumerable<ProviderSettings> Providers() => Fleet.All.Select(route => route.Provider);
}
