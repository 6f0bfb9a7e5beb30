using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Input;
using CapacityRouting.Simulation.Tool.Runs;
using Spectre.Console;

namespace CapacityRouting.Simulation.Tool.Terminal;

/// <summary>Shows the progress of a run: a bar on a terminal, otherwise a line for every fifth.</summary>
internal static class ProgressView
{
    public static IReadOnlyList<FinishedRun> Run(IAnsiConsole console, RunInput input, int seed)
    {
        if (!console.Profile.Out.IsTerminal)
            return [.. input.Files.Select(file => Experiment.Run(file, input.Workload, seed, new ProgressLines(console.Profile.Out.Writer, file.Name, input.Workload.Duration)))];
        List<FinishedRun> runs = [];
        console.Progress().AutoClear(true).HideCompleted(false).Start(context =>
        {
            foreach (RoutesFile file in input.Files)
                runs.Add(Experiment.Run(file, input.Workload, seed, new ProgressBarOf(context.AddTask(Title(file, input), maxValue: Math.Max(1, input.Workload.Duration.TotalSeconds)))));
        });
        return runs;
    }

    private static string Title(RoutesFile file, RunInput input) => Markup.Escape($"{file.Name}: {Words.Count(input.Workload.Calls.Count)} calls in {Words.Time(input.Workload.Duration)}");

    private sealed class ProgressBarOf(ProgressTask task) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => task.Value = value.TotalSeconds;
    }
}
