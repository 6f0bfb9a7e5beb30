using CapacityRouting.Simulation.Tool.Commands;
using Spectre.Console;

// A file or a pipe gets plain text.
IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
return SimulationTool.Run(args, console, Console.Error);
