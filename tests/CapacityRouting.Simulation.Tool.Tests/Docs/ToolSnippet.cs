namespace CapacityRouting.Simulation.Tool.Tests.Docs;

/// <summary>The code of docs/simulation-tool.md.</summary>
internal static class ToolSnippet
{
    public static void Write(string path)
    {
        using StreamWriter traffic = new(path);
        WorkloadFile.Write(Workloads.Diurnal(lowRate: 1, highRate: 5, period: TimeSpan.FromMinutes(30), duration: TimeSpan.FromHours(1), TokenMix.Chat, seed: 1), traffic);
    }
}
