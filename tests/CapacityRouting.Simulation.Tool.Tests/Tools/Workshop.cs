using System.Text.Json;
using CapacityRouting.Simulation.Tool.Commands;
using CapacityRouting.Simulation.Tool.Input;
using CapacityRouting.Simulation.Tool.Runs;
using Spectre.Console;

namespace CapacityRouting.Simulation.Tool.Tests.Tools;

/// <summary>A folder of input files, gone after the test, and the tool to run on them.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("simulation-tool");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    /// <summary>A workload of calls that arrive all at once, each with 100 tokens in and 10 out.</summary>
    public string Stampede(int calls) => Write("calls.csv", $"offset_s,input_tokens,output_tokens\n{string.Concat(Enumerable.Repeat("0,100,10\n", calls))}");

    public static (int ExitCode, string Output, string Error) Run(params IReadOnlyList<string> arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        int exitCode = SimulationTool.Run(arguments, console, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>What is wrong with a routes file: its errors without the folder.</summary>
    public IReadOnlyList<string> ErrorsOf(string json)
    {
        InputErrors errors = new();
        RoutesFileReader.Read(Write("routes.json", json), errors);
        return [.. errors.All.Select(error => error.Replace($"{_folder.FullName}{System.IO.Path.DirectorySeparatorChar}", "", StringComparison.Ordinal))];
    }

    /// <summary>A routes file that must be right.</summary>
    public RoutesFile Routes(string json)
    {
        InputErrors errors = new();
        RoutesFile? file = RoutesFileReader.Read(Write("routes.json", json), errors);
        Assert.Empty(errors.All);
        return file!;
    }

    public FinishedRun Finish(string routes, params IReadOnlyList<SimulatedCall> calls) => Experiment.Run(Routes(routes), new Workload("calls", calls), seed: 1, progress: null);

    /// <summary>What a run writes for programs.</summary>
    public JsonElement Figures(string routes, string workload, params IReadOnlyList<string> more)
    {
        (int exitCode, _, string error) = Run(["run", "--routes", Write("routes.json", routes), "--workload", workload, "--json", Path("figures.json"), .. more]);
        Assert.Equal("", error);
        Assert.Equal(SimulationTool.Success, exitCode);
        return JsonDocument.Parse(File.ReadAllText(Path("figures.json"))).RootElement;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
