using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using Spectre.Console;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>The tables for a terminal: one for each scenario with a line for each router, or one with a line for each figure.</summary>
internal static class TerminalTables
{
    private const int WideEnough = 132;

    public static void Write(IAnsiConsole console, Results results)
    {
        Fit(console);
        foreach (Scenario scenario in results.Scenarios)
        {
            Table table = new Table().RoundedBorder().Title($"[bold]{scenario.Id}[/]: {Markup.Escape(scenario.About)}").AddColumn("Router");
            foreach (Column column in Column.Brief)
                table.AddColumn(column.Heading, cell => cell.RightAligned());
            foreach (Contender contender in results.Contenders)
                table.AddRow([Name(contender), .. Column.Brief.Select(column => column.Text([.. results.Of(scenario, contender)]))]);
            console.Write(table);
        }
    }

    /// <summary>The figures that our router is held to, and whether it keeps to them.</summary>
    public static void WriteFigures(IAnsiConsole console, Results results)
    {
        Fit(console);
        Table table = new Table().RoundedBorder().AddColumns([.. FigureText.Headings]);
        foreach (string[] line in FigureText.Lines(results))
            table.AddRow([.. line.Select(Markup.Escape)]);
        console.Write(table);
    }

    /// <summary>A pipe has no width and no colours of its own.</summary>
    private static void Fit(IAnsiConsole console)
    {
        console.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;
        console.Profile.Width = Math.Max(console.Profile.Width, WideEnough);
    }

    private static string Name(Contender contender) =>
        contender.Id == Contender.OursId ? "[green]CapacityRouting[/]" : Markup.Escape(contender.Name);
}
