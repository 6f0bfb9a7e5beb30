using System.Text;
using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The places of the plots, with their titles. The page's script draws in them.</summary>
internal static class PlotSection
{
    private static readonly (string Kind, string Title, string Meaning)[] OfCalls =
    [
        ("served", "Calls served by each route", "Calls a minute by the time of their arrival; the gap below the line was not served."),
        ("waits", "Added wait", "How long served calls took to reach the route that answered them, in seconds."),
        ("failures", "Refusals and failures", "A minute. Those of a provider may be made good by the next route, or by a wait."),
        ("tokens", "Tokens that arrived", "Tokens a minute, of the prompts and of the answers to them."),
    ];

    public static string Of(IReadOnlyList<FinishedRun> runs, TimeSpan bin)
    {
        IReadOnlyList<string> labels = RunLabels.Of(runs);
        StringBuilder html = new();
        html.Append($"<p class=\"note\">Each point is {Words.Time(bin)} of the run. Drag to look closer, double-click to go back.</p>\n<div class=\"plots of-{runs.Count}\">\n");
        foreach ((string kind, string title, string meaning) in OfCalls)
            for (int run = 0; run < runs.Count; run++)
                html.Append(Figure($"data-kind=\"{kind}\" data-run=\"{run}\"", Titled(title, labels, run), meaning));
        html.Append("</div>\n<h2>What was left of each limit</h2>\n<p class=\"note\">As the router saw it: 100 % is a full bucket; below 0 % it is in debt, or booked ahead. A shaded time is an outage.</p>\n");
        html.Append($"<div class=\"plots of-{runs.Count}\">\n");
        foreach (string route in runs.SelectMany(run => run.Routes.Select(route => route.Name)).Distinct(StringComparer.Ordinal))
            for (int run = 0; run < runs.Count; run++)
                html.Append(Levels(runs[run], run, route, Titled(route, labels, run)));
        return html.Append("</div>\n").ToString();
    }

    private static string Levels(FinishedRun run, int number, string name, string title)
    {
        int place = run.Routes.ToList().FindIndex(route => string.Equals(route.Name, name, StringComparison.Ordinal));
        if (place < 0)
            return $"<div class=\"empty\">{Html.Text(title)}: there is no such route.</div>\n";
        if (LevelPlot.Of(run.Result, place).Count == 0)
            return $"<div class=\"empty\">{Html.Text(title)}: it has no limit.</div>\n";
        string quota = run.File.Routes[place].Quota is { } shared ? $"Its quota is {shared}." : "";
        return Figure($"data-kind=\"levels\" data-run=\"{number}\" data-route=\"{Html.Text(name)}\"", title, quota);
    }

    private static string Figure(string data, string title, string meaning) => $"""
        <figure class="plot" {data}>
        <figcaption><h3>{Html.Text(title)}</h3><p>{Html.Text(meaning)}</p></figcaption>
        <div class="canvas" role="img" aria-label="{Html.Text($"{title}, over time. {meaning}")}"></div>
        <ul class="legend"></ul>
        </figure>

        """;

    private static string Titled(string title, IReadOnlyList<string> labels, int run) => labels.Count == 1 ? title : $"{title} – {labels[run]}";
}
