using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Input;
using CapacityRouting.Simulation.Tool.Report;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Terminal;
using Spectre.Console;

namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary>Reads the input, runs it, shows the result and writes it to files.</summary>
internal sealed class Session(IAnsiConsole console, TextWriter error)
{
    public int Run(RunRequest request)
    {
        try
        {
            InputErrors errors = new();
            if (RunInput.Read(request, errors) is not { } input)
                return Refuse(errors);
            RunFiles(request, input);
            return SimulationTool.Success;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(thrown.Message);
            return SimulationTool.BadInput;
        }
    }

    private int Refuse(InputErrors errors)
    {
        foreach (string wrong in errors.All)
            error.WriteLine(wrong);
        return SimulationTool.BadInput;
    }

    private void RunFiles(RunRequest request, RunInput input)
    {
        IReadOnlyList<FinishedRun> runs = ProgressView.Run(console, input, request.Seed);
        SummaryView.Write(console, runs);
        Write(request.Report, () => ReportPage.Of(runs, input.Workload, request.Seed));
        Write(request.Json, () => JsonFigures.Of(runs, input.Workload, request.Seed));
    }

    private void Write(string? path, Func<byte[]> bytes)
    {
        if (path is null)
            return;
        File.WriteAllBytes(path, bytes());
        console.Profile.Out.Writer.WriteLine($"Wrote {path}.");
    }
}
