using System.Text;
using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>All figures of the run and of each route.</summary>
internal static class TableSection
{
    public static string Of(IReadOnlyList<FinishedRun> runs)
    {
        IReadOnlyList<string> labels = RunLabels.Of(runs);
        StringBuilder html = new(runs is [var first, var second] ? Comparison(first, second, labels) : Figures(runs[0]));
        for (int run = 0; run < runs.Count; run++)
            html.Append(Routes(runs[run], runs.Count == 1 ? "Routes" : $"Routes of {labels[run]}"));
        return html.ToString();
    }

    private static string Figures(FinishedRun run) =>
        Html.Table("Of the whole run", ["Figure", "Value"], FigureList.Of(run).Select(figure => (IReadOnlyList<string>)[figure.Label, figure.Text]));

    private static string Comparison(FinishedRun first, FinishedRun second, IReadOnlyList<string> labels) => Html.Table(
        "Of the whole runs",
        ["Figure", labels[0], labels[1], "Difference"],
        FigureList.Pairs(first, second).Select(pair => (IReadOnlyList<string>)[pair.First.Label, pair.First.Text, pair.Second.Text, pair.First.DifferenceTo(pair.Second)]));

    private static string Routes(FinishedRun run, string caption)
    {
        string[] head = ["Route", "Served", "Share", "Refused (429)", "Other failures", "Peak in flight", "Tokens", "Cost"];
        int columns = run.IsPriced ? head.Length : head.Length - 1;
        return Html.Table(caption, head[..columns], run.Routes.Select(route => (IReadOnlyList<string>)[.. Row(route).Take(columns)]));
    }

    private static IEnumerable<string> Row(RouteFigures route) =>
    [
        route.Name, Words.Count(route.Served), Words.Share(route.Share), Words.Count(route.RateLimited), Words.Count(route.OtherFailures),
        Words.Count(route.PeakInFlight), Words.Count(route.Tokens), Words.Of(route.Cost, FigureUnit.Money),
    ];
}
