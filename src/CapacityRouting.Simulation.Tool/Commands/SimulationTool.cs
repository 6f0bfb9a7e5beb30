using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary>The tool's command line. An error in it is reported at once, and nothing is run.</summary>
internal static class SimulationTool
{
    public const int Success = 0;
    public const int BadInput = 2;

    private const string Description = """
        What would these routes and limits do with this traffic?
        Runs the real CapacityRouting client against simulated providers, in virtual time: an hour takes seconds.
        """;

    public static int Run(IReadOnlyList<string> arguments, IAnsiConsole console, TextWriter error)
    {
        Command root = new("capacity-sim", Description)
        {
            new HelpOption(),
            new VersionOption(),
            new RunCommand(console, error).Build(),
            new CompareCommand(console, error).Build(),
        };

        // A file's name may begin with @.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not ParseErrorAction)
            return parsed.Invoke(new InvocationConfiguration { Output = console.Profile.Out.Writer, Error = error });
        foreach (ParseError wrong in parsed.Errors)
            error.WriteLine(wrong.Message);
        error.WriteLine("--help shows how it is used.");
        return BadInput;
    }
}
