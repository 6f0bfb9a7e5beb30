namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>The names of runs beside one another: their files' names, or their paths where the names are the same.</summary>
internal static class RunLabels
{
    public static IReadOnlyList<string> Of(IReadOnlyList<FinishedRun> runs)
    {
        bool differ = runs.Select(run => run.File.Name).Distinct(StringComparer.Ordinal).Count() == runs.Count;
        return [.. runs.Select(run => differ ? run.File.Name : run.File.Path)];
    }
}
