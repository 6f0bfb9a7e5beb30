using System.CommandLine;
using Spectre.Console;

namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary><c>run</c>: one configuration.</summary>
internal sealed class RunCommand(IAnsiConsole console, TextWriter error)
{
    private readonly SharedOptions _shared = new();
    private readonly Option<string> _routes = new("--routes")
    {
        Description = "The routes: the library's configuration section, as a JSON file or within one.",
        Required = true,
        HelpName = "file",
    };

    public Command Build()
    {
        Command command = new("run", "Run one configuration against a workload.") { _routes };
        FileArguments.MustExist(_routes);
        _shared.AddTo(command);
        command.SetAction(parsed => new Session(console, error).Run(_shared.Read(parsed, parsed.GetRequiredValue(_routes))));
        return command;
    }
}
