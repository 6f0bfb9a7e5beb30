using CapacityRouting.Benchmarks.Reporting;
using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using Spectre.Console;

namespace CapacityRouting.Goodput;

/// <summary>Chooses what to run, runs it, and writes down what came of it.</summary>
internal static class GoodputBenchmark
{
    public static int Run(CommandLine given)
    {
        IReadOnlyList<Scenario> scenarios = Chosen(ScenarioTable.All(given.Traces), scenario => scenario.Id, given.Scenarios, "--scenario", given.Errors);
        IReadOnlyList<Contender> contenders = Chosen(Contender.All, contender => contender.Id, given.Routers, "--router", given.Errors);
        given.CheckFiles(BurstyTrace.FileName);
        foreach (string error in given.Errors)
            Console.Error.WriteLine(error);
        if (given.Errors.Count > 0)
            return 2;

        // Before the runs: a missing commit is reported now, not at the end.
        string commit = given.Report is null ? "" : given.Commit ?? Machine.Commit();
        Results results = new(scenarios, contenders, RunAll(new(scenarios, contenders, given.Seeds)));
        if (given.Json is { } json)
            JsonRows.Write(json, results.Rows);
        if (given.Record is { } record)
            Record(record, RecordedFigures.Of(results));
        if (given.Figures)
            TerminalTables.WriteFigures(AnsiConsole.Console, results);
        if (given.Report is { } report)
            File.WriteAllText(report, GoodputReport.Of(results, $"{Machine.Describe()}. Commit: {commit}. {given.Seeds} seeds of each scenario", SimulationSpeed.Measure(Contender.All[0])));
        else if (!given.Figures && given.Record is null)
            TerminalTables.Write(AnsiConsole.Console, results);
        return results.Rows.Any(row => row.Lost + row.Doubled > 0 && row.Router == Contender.OursId) ? 1 : 0;
    }

    /// <summary>What is recorded of other scenarios stays.</summary>
    private static void Record(string path, RecordedFigures figures) => (File.Exists(path) ? figures.Over(RecordedFigures.Read(path)) : figures).Write(path);

    private static IReadOnlyList<GoodputRow> RunAll(GoodputRuns runs)
    {
        int finished = 0;
        if (!AnsiConsole.Profile.Capabilities.Interactive)
            return runs.Run(() => { });
        return AnsiConsole.Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask("Runs", maxValue: runs.Count);
            return runs.Run(() => task.Value = Interlocked.Increment(ref finished));
        });
    }

    private static IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, Func<T, string> id, List<string> wanted, string option, List<string> errors)
    {
        errors.AddRange(wanted.Where(name => name.Length > 0 && !all.Any(one => id(one) == name))
            .Select(name => $"{option}: there is no '{name}'; there are: {string.Join(", ", all.Select(id))}."));
        return wanted.Count == 0 ? all : [.. all.Where(one => wanted.Contains(id(one)))];
    }
}
