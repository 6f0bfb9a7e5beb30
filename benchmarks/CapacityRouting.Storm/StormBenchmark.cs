using CapacityRouting.Benchmarks.Reporting;
using CapacityRouting.Storm.Http;
using CapacityRouting.Storm.Reporting;

namespace CapacityRouting.Storm;

/// <summary>Runs what was asked for, and writes down what came of it.</summary>
internal static class StormBenchmark
{
    public static async Task<int> RunAsync(CommandLine given)
    {
        foreach (string error in given.Errors)
            await Console.Error.WriteLineAsync(error);
        if (given.Errors.Count > 0)
            return 2;

        // Before the storm: a missing commit is reported now, not at the end.
        string commit = given.Report is null ? "" : given.Commit ?? Machine.Commit();
        List<StormFigures> figures = [];
        if (given.OverSimulator)
            figures.Add(await StormFigures.MeasureAsync("The simulator", () => Task.FromResult(Storms.OverSimulator(given.Calls, given.Seed))));
        foreach (Sdk sdk in given.OverHttp ? Enum.GetValues<Sdk>() : [])
            figures.Add(await StormFigures.MeasureAsync($"{sdk}'s SDK", () => Storms.OverHttpAsync(sdk, given.CallsOverHttp / 2, given.Seed)));
        await Console.Out.WriteAsync(StormReport.Tables(figures));
        foreach (StormFigures each in figures)
            await Console.Out.WriteAsync(StormReport.Violations(each));
        if (given.Report is { } report)
            await File.WriteAllTextAsync(report, StormReport.Of(figures, $"{Machine.Describe()}. Commit: {commit}. Seed {given.Seed}"));
        return figures.Any(each => each.Tally.Violations.Count > 0) ? 1 : 0;
    }
}
