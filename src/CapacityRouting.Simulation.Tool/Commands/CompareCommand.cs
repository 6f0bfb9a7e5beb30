using System.CommandLine;
using Spectre.Console;

namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary><c>compare</c>: two configurations, each with the same workload and seed.</summary>
internal sealed class CompareCommand(IAnsiConsole console, TextWriter error)
{
    private readonly SharedOptions _shared = new();
    private readonly Argument<string> _first = new("first") { Description = "The routes to compare with." };
    private readonly Argument<string> _second = new("second") { Description = "The other routes." };

    public Command Build()
    {
        Command command = new("compare", "Run two configurations against the same workload, and put them side by side.") { _first, _second };
        FileArguments.MustExist(_first);
        FileArguments.MustExist(_second);
        _shared.AddTo(command);
        command.SetAction(parsed => new Session(console, error).Run(_shared.Read(parsed, parsed.GetRequiredValue(_first), parsed.GetRequiredValue(_second))));
        return command;
    }
}
