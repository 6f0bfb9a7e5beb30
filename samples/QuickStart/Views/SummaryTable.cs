using QuickStart.Load;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace QuickStart.Views;

/// <summary>The figures of a run for a person to read.</summary>
internal static class SummaryTable
{
    public static IRenderable Of(RunSummary summary) => new Rows(Routes(summary), Text.Empty, Figures(summary), Text.Empty);

    private static Table Routes(RunSummary summary)
    {
        var table = new Table().RoundedBorder()
            .AddColumns("Route", "Served", "Refused (429)", "Other failures", "Peak in flight");
        foreach (var (name, route) in summary.PerRoute)
            table.AddRow(name, $"{route.Served}", $"{route.Refused}", $"{route.OtherFailures}", Peak(summary, name));
        return table;
    }

    private static string Peak(RunSummary summary, string route) =>
        summary.InFlightPeaks.TryGetValue(route, out var seen) ? $"{seen.Peak} of {seen.Limit}" : "-";

    private static Grid Figures(RunSummary summary)
    {
        var grid = new Grid().AddColumns(2)
            .AddRow("Calls served", $"{summary.Served} of {summary.Calls}")
            .AddRow("Calls failed", $"{summary.Failed}")
            .AddRow("Failovers", $"{summary.Failovers}")
            .AddRow("Refused upstream (429)", $"{summary.Upstream429s}")
            .AddRow("Calls that waited", $"{summary.WaitedCalls} (99th percentile {summary.P99WaitMs:0} ms)");
        return summary.PreferredShareOfAllowed is { } share
            ? grid.AddRow("Preferred route used", $"{share:P1} of what its limits allowed")
            : grid;
    }
}
