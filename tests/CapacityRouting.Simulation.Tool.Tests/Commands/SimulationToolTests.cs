using CapacityRouting.Simulation.Tool.Commands;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Commands;

public sealed class SimulationToolTests : IDisposable
{
    private const string OneRoute = """{ "Routes": { "gpt": { "Limits": { "RequestsPerMinute": 10 } } } }""";

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Theory]
    [InlineData("--help", "capacity-sim [command] [options]")]
    [InlineData("run --help", "--routes <file>")]
    [InlineData("compare --help", "compare <first> <second> [options]")]
    public void Run_Help_ShowsUsage(string arguments, string expected)
    {
        (int exitCode, string output, string error) = Workshop.Run(arguments.Split(' '));

        Assert.Equal(SimulationTool.Success, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("walk", "Unrecognized command or argument 'walk'.")]
    [InlineData("run", "Option '--routes' is required.|Option '--workload' is required.")]
    [InlineData("run --routes", "Required argument missing for option: '--routes'.|Option '--workload' is required.")]
    [InlineData("run --routes no.json --workload no.csv --fast", "Unrecognized command or argument '--fast'.|--routes: there is no file 'no.json'.|--workload: there is no file 'no.csv'.")]
    [InlineData("run --seed", "Required argument missing for option: '--seed'.")]
    [InlineData("run --seed 1.5 --speed 0", "--seed: '1.5' is not a whole number.|--speed: '0' is not a number from 0.001 to 1000.")]
    [InlineData("run --speed 1001 --report no/where.html", "--speed: '1001' is not a number from 0.001 to 1000.|--report: there is no folder for 'no/where.html'.")]
    [InlineData("run --json /", "--json: '/' is a folder.")]
    [InlineData("run --routes @no.json", "--routes: there is no file '@no.json'.")]
    [InlineData("compare no.json", "Required argument missing for command: 'compare'.|Option '--workload' is required.")]
    [InlineData("compare no.json other.json --workload no.csv", "first: there is no file 'no.json'.|second: there is no file 'other.json'.|--workload: there is no file 'no.csv'.")]
    public void Run_WrongArguments_TellsEveryError(string arguments, string errors)
    {
        (int exitCode, string output, string error) = Workshop.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(SimulationTool.BadInput, exitCode);
        Assert.Equal("", output);
        Assert.All(errors.Split('|'), expected => Assert.Contains(expected, error.Split(Environment.NewLine)));
        Assert.EndsWith($"--help shows how it is used.{Environment.NewLine}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WrongFiles_TellsTheErrorsOfAllOfThem()
    {
        string first = _workshop.Write("first.json", "{\n  \"Routes\": {\n}");
        string second = _workshop.Write("second.json", "{\n  \"MaxWait\": \"soon\",\n  \"Routes\": { \"gpt\": {} }\n}");
        string workload = _workshop.Write("calls.csv", "offset_s,input_tokens,output_tokens\n5,10,10\n4,10,-1\n");

        (int exitCode, string output, string error) = Workshop.Run("compare", first, second, "--workload", workload);

        Assert.Equal(SimulationTool.BadInput, exitCode);
        Assert.Equal("", output);
        string[] lines = error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"{first}(3): ", lines[0], StringComparison.Ordinal);
        Assert.Equal($"{second}(2): MaxWait: must be a time such as 00:00:10, is 'soon'. The form is hours:minutes:seconds, with days before it perhaps (1.00:00:00).", lines[1]);
        Assert.All(lines[2..], line => Assert.StartsWith($"{workload}(3): ", line, StringComparison.Ordinal));
        Assert.True(lines.Length > 2);
    }

    [Fact]
    public void Run_GoodFiles_ShowsRoutesAndFiguresAndWritesBothFiles()
    {
        (int exitCode, string output, string error) = Workshop.Run(
            "run", "--routes", _workshop.Write("routes.json", OneRoute), "--workload", _workshop.Stampede(10), "--report", _workshop.Path("report.html"), "--json", _workshop.Path("figures.json"));

        Assert.Equal("", error);
        Assert.Equal(SimulationTool.Success, exitCode);
        Assert.Contains("│ gpt   │     10 │ 100 % │", output, StringComparison.Ordinal);
        Assert.Contains("Calls served in time, of what was possible", output, StringComparison.Ordinal);
        Assert.Contains($"Wrote {_workshop.Path("report.html")}.", output, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(_workshop.Path("report.html")), StringComparison.Ordinal);
        Assert.StartsWith("{", File.ReadAllText(_workshop.Path("figures.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AClassThatThereIsNot_IsAnErrorBeforeAnythingIsRun()
    {
        string workload = _workshop.Write("calls.csv", "offset_s,input_tokens,output_tokens,class\n0,100,10,critical\n0,100,10,gold\n0,100,10,Gold\n");

        (int exitCode, string output, string error) = Workshop.Run("run", "--routes", _workshop.Write("routes.json", OneRoute), "--workload", workload);

        Assert.Equal((SimulationTool.BadInput, ""), (exitCode, output));
        Assert.Equal($"{workload}: class: 'gold' is not one of Normal, Background, Critical{Environment.NewLine}", error);
    }

    [Fact]
    public void Run_Compare_ShowsTheDifference()
    {
        string other = _workshop.Write("other.json", """{ "MaxWait": "00:00:00", "Routes": { "gpt": { "Limits": { "RequestsPerMinute": 8 } } } }""");

        (_, string output, string error) = Workshop.Run("compare", _workshop.Write("routes.json", OneRoute), other, "--workload", _workshop.Stampede(10));

        // 10 calls at once without patience: ten fit in a bucket of 10, and eight in one of 8.
        Assert.Equal("", error);
        Assert.Matches(@"Served +│ 10 \(100 %\) +│ 8 \(80 %\) +│ −2 ", output);
        Assert.Matches(@"Turned away for want of capacity +│ 0 \(0 %\) +│ 2 \(20 %\) +│ \+2 ", output);
    }

    [Fact]
    public void Run_AFileThatCannotBeWritten_IsAnError()
    {
        string report = _workshop.Path("report.html");
        string workload = _workshop.Stampede(1);
        string routes = _workshop.Write("routes.json", OneRoute);
        using FileStream taken = new(report, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        (int exitCode, _, string error) = Workshop.Run("run", "--routes", routes, "--workload", workload, "--report", report);

        Assert.Equal(SimulationTool.BadInput, exitCode);
        Assert.Contains("report.html", error, StringComparison.Ordinal);
    }
}
