using CapacityRouting;
using Spectre.Console;

namespace Streaming.Views;

/// <summary>The attempts of a call, as its report has them.</summary>
internal static class ReportTable
{
    public static Table Of(RoutingReport report)
    {
        var table = new Table().RoundedBorder().AddColumns("Route", "Took", "Ended");
        foreach (var attempt in report.Attempts)
            table.AddRow(attempt.Route, $"{attempt.Duration.TotalSeconds:0.0} s", attempt.Failure?.Kind.ToString() ?? "well");
        return table;
    }
}
