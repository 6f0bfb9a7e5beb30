namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>How runs are called beside one another: by their files' names, and by their paths where those are the same.</summary>
internal static class RunLabels
{
    public static IReadOnlyList<string> Of(IReadOnlyList<FinishedRun> runs)
    {
        bool differ = runs.Select(run => run.File.Name).Distinct(StringComparer.Ordinal).Count() == runs.Count;
        return [.. runs.Select(run => differ ? run.File.Name : run.File.Path)];
    }
}
