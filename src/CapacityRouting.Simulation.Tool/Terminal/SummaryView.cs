using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;
using Spectre.Console;

namespace CapacityRouting.Simulation.Tool.Terminal;

/// <summary>The results of the runs: a table of routes for each, and their figures.</summary>
internal static class SummaryView
{
    private const int WidthWithoutTerminal = 140;

    public static void Write(IAnsiConsole console, IReadOnlyList<FinishedRun> runs)
    {
        // A file or a pipe has no width. Lines that are broken at 80 columns are hard to parse.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthWithoutTerminal;
        foreach ((FinishedRun run, string label) in runs.Zip(RunLabels.Of(runs)))
        {
            if (runs.Count > 1)
                console.MarkupLineInterpolated($"[bold]{label}[/]");
            console.WriteLine(SummaryWords.Of(run));
            console.Write(RouteTable(run));
        }

        console.Write(runs is [var first, var second] ? Comparison(first, second, RunLabels.Of(runs)) : FigureGrid(runs[0]));
    }

    private static Table RouteTable(FinishedRun run)
    {
        Table table = new Table().RoundedBorder().AddColumns("Route", "Served", "Share", "Refused (429)", "Other failures", "Peak in flight", "Tokens");
        if (run.IsPriced)
            table.AddColumn("Cost");
        foreach (TableColumn column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (RouteFigures route in run.Routes)
            table.AddRow([.. Cells(route).Append(Words.Of(route.Cost, FigureUnit.Money)).Take(table.Columns.Count).Select(Markup.Escape)]);
        return table;
    }

    private static IEnumerable<string> Cells(RouteFigures route) =>
    [
        route.Name, Words.Count(route.Served), Words.Share(route.Share), Words.Count(route.RateLimited), Words.Count(route.OtherFailures), Words.Count(route.PeakInFlight), Words.Count(route.Tokens),
    ];

    private static Grid FigureGrid(FinishedRun run)
    {
        Grid grid = new Grid().AddColumns(2);
        foreach (Figure figure in FigureList.Of(run))
            grid.AddRow(Markup.Escape(figure.Label), Markup.Escape(figure.Text));
        return grid;
    }

    private static Table Comparison(FinishedRun first, FinishedRun second, IReadOnlyList<string> labels)
    {
        Table table = new Table().RoundedBorder().AddColumns("Figure", Markup.Escape(labels[0]), Markup.Escape(labels[1]), "Difference");
        foreach ((Figure left, Figure right) in FigureList.Pairs(first, second))
            table.AddRow(Markup.Escape(left.Label), Markup.Escape(left.Text), Markup.Escape(right.Text), Markup.Escape(left.DifferenceTo(right)));
        return table;
    }
}
