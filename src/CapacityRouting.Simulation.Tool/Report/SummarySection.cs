using System.Text;
using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The result in a few sentences, and in the five figures that readers look for first.</summary>
internal static class SummarySection
{
    public static string Of(IReadOnlyList<FinishedRun> runs)
    {
        StringBuilder html = new();
        html.Append($"<div class=\"runs of-{runs.Count}\">\n");
        foreach ((FinishedRun run, string label) in runs.Zip(RunLabels.Of(runs)))
        {
            html.Append("<section>\n");
            if (runs.Count > 1)
                html.Append($"<h2>{Html.Text(label)}</h2>\n");
            html.Append($"<p class=\"lead\">{Html.Prose(SummaryWords.Of(run))}</p>\n<dl class=\"cards\">\n{string.Concat(Cards(run))}</dl>\n</section>\n");
        }

        return html.Append("</div>\n").ToString();
    }

    private static IEnumerable<string> Cards(FinishedRun run)
    {
        RunMetrics metrics = run.Metrics;
        yield return Card("Served", Words.Share((double)metrics.Served / metrics.Offered), $"{Words.Count(metrics.Served)} of {Words.Count(metrics.Offered)} calls");
        yield return Card("Of what was possible", Words.Number(metrics.GoodputRequests, 3), $"in calls; in tokens {Words.Number(metrics.GoodputTokens, 3)}");
        yield return Card($"By {run.Routes[0].Name}", Words.Share(metrics.PreferredShare), $"{Words.Share(metrics.OraclePreferredShare)} without picking small calls");
        yield return Card("Added wait, at most", Words.Time(metrics.WaitP99), $"99 of 100 calls; half: {Words.Time(metrics.WaitP50)}");
        yield return run.IsPriced
            ? Card("Cost", Words.Of(run.Cost, FigureUnit.Money), $"{Words.Number(metrics.CostRatio, 3)} of the cheapest possible")
            : Card("Refused by providers", Words.Number(metrics.RefusedPer1000, 1), "429s in 1,000 calls");
    }

    private static string Card(string name, string value, string beside) =>
        $"<div><dt>{Html.Text(name)}</dt><dd class=\"value\">{Html.Prose(value)}</dd><dd>{Html.Prose(beside)}</dd></div>\n";
}
