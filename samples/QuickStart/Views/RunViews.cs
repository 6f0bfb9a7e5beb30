using Spectre.Console;

namespace QuickStart.Views;

/// <summary>Picks the view: one line of JSON, a live picture on a terminal, plain lines in a file or pipe.</summary>
internal static class RunViews
{
    public static IRunView For(Settings settings, TimeProvider time) =>
        settings.Json ? new JsonView(Console.Out)
        : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi ? new PlainView(Console.Out, settings, time)
        : new TerminalView(AnsiConsole.Console, settings, time);
}
