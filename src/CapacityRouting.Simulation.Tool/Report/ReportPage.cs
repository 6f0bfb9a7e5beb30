using System.Text;
using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The report of one run, or of two side by side: one HTML file that needs no other. The same runs give the same bytes.</summary>
internal static class ReportPage
{
    public static byte[] Of(IReadOnlyList<FinishedRun> runs, Workload workload, int seed)
    {
        PlotData data = new(runs);
        Dictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["title"] = Html.Text(Title(runs)),
            ["about"] = Html.Text($"{workload.Name}: {Words.Count(workload.Calls.Count)} calls in {Words.Time(workload.Duration)}, seed {seed}"),
            ["summary"] = SummarySection.Of(runs),
            ["plots"] = PlotSection.Of(runs, data.Bin),
            ["tables"] = TableSection.Of(runs),
            ["settings"] = SettingSection.Of(runs),
            ["license"] = Html.Text(PageFiles.PlotterLicense),
            ["styles"] = PageFiles.Styles,
            ["data"] = data.Json(),
            ["plotter"] = PageFiles.Plotter,
            ["script"] = PageFiles.Script,
        };
        return Encoding.UTF8.GetBytes(PageFiles.Fill(PageFiles.Template, values));
    }

    private static string Title(IReadOnlyList<FinishedRun> runs) => string.Join(" beside ", RunLabels.Of(runs));
}
