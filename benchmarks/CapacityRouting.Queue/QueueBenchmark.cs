using CapacityRouting.Benchmarks.Reporting;
using CapacityRouting.Queue.Contenders;
using CapacityRouting.Queue.Figures;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Reporting;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue;

/// <summary>Measures what was asked for, and writes it down.</summary>
internal static class QueueBenchmark
{
    public static async Task<int> RunAsync(CommandLine given)
    {
        Figure[] all = FigureTable.All(given.Settings);
        Figure[] figures = [.. all.Where(figure => given.Figures?.Contains(figure.Name) != false)];
        foreach (string unknown in (given.Figures ?? []).Except(all.Select(figure => figure.Name)))
            given.Errors.Add($"--figures: '{unknown}' is not a figure; --help lists them.");
        foreach (string error in given.Errors)
            await Console.Error.WriteLineAsync(error);
        if (given.Errors.Count > 0)
            return 2;

        // Before the run: a commit that git does not know ends the program now, not after all the measurements.
        Origin? origin = given.Record is null ? null : Origin.Of(given);
        List<FigureResult> results = await MeasureAsync(given, figures);
        if (origin is not null)
            await RecordFile.WriteAsync(given.Record!, results, origin);
        return results.Any(result => result.Errors.Count > 0) ? 1 : 0;
    }

    private static async Task<List<FigureResult>> MeasureAsync(CommandLine given, Figure[] figures)
    {
        using BeforeBuild? build = given.Before is { } checkout ? await BeforeBuild.OfAsync(checkout) : null;
        List<FigureResult> results = [];
        foreach (Figure figure in figures)
        {
            // Each figure has processes of its own. Nothing of another figure is left in them, and both commits are measured alike.
            using ChildProcess? before = build is null ? null : new(build.Program, given.Settings);
            using ChildProcess now = new(ChildProcess.ThisProgram, given.Settings);
            results.Add(await FigureRun.OfAsync(figure, before, now));
            await Console.Out.WriteLineAsync(ResultTable.Of(results[^1]));
        }

        await Console.Out.WriteLineAsync(ResultTable.Summary(results));
        return results;
    }
}
