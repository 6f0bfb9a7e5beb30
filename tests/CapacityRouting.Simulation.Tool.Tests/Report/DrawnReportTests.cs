using CapacityRouting.Simulation.Tool.Tests.Tools;
using CapacityRouting.Tests.Browser;

namespace CapacityRouting.Simulation.Tool.Tests.Report;

/// <summary>The report as a real browser shows it.</summary>
public sealed class DrawnReportTests(DrawnReport report) : IClassFixture<DrawnReport>
{
    // A line of 2 px across a plot of some 250 px. Part of it must stay visible even below other lines, and more of it the more points it has.
    private const int Enough = 50;
    private const double FillShare = 0xb0 / 255.0;

    [BrowserTheory]
    [InlineData(false, "#ffffff")]
    [InlineData(true, "#1b2027")]
    public async Task Plots_OfARun_ShowEveryLine(bool isDark, string ground)
    {
        Chromium.View view = new(1280, 3400, isDark);
        IReadOnlyList<DrawnPlot> plots = DrawnPlot.AllOf(await Chromium.DomAsync(report.Run, view));

        Assert.Equal(["served", "waits", "failures", "tokens", "levels", "levels", "levels"], plots.Select(plot => plot.Kind));
        AssertDrawn(plots, await Chromium.ScreenshotAsync(report.Run, view), Colour.Parse(ground));
    }

    [BrowserFact]
    public async Task Plots_OfTwoRuns_ShowEveryLineSideBySide()
    {
        Chromium.View view = new(1280, 4600, IsDark: false);
        IReadOnlyList<DrawnPlot> plots = DrawnPlot.AllOf(await Chromium.DomAsync(report.Comparison, view));

        Assert.Equal(["served", "served", "waits", "waits", "failures", "failures", "tokens", "tokens", "levels", "levels", "levels", "levels", "levels"], plots.Select(plot => plot.Kind));
        Assert.Equal(plots[0].Top, plots[1].Top);
        Assert.True(plots[0].Left + plots[0].Width < plots[1].Left);
        AssertDrawn(plots, await Chromium.ScreenshotAsync(report.Comparison, view), Colour.Parse("#ffffff"));
    }

    [BrowserFact]
    public async Task Plots_OnAPhone_FitItsWidth()
    {
        IReadOnlyList<DrawnPlot> plots = DrawnPlot.AllOf(await Chromium.DomAsync(report.Run, new Chromium.View(500, 5000, IsDark: false)));

        Assert.Equal(7, plots.Count);
        Assert.All(plots, plot => Assert.InRange(plot.Left + plot.Width, 300, 500));
    }

    private static void AssertDrawn(IReadOnlyList<DrawnPlot> plots, Png picture, Colour ground)
    {
        foreach (DrawnPlot plot in plots)
        {
            Assert.Contains(plot.Lines, line => line.Points > 0);
            foreach (DrawnLine line in plot.Lines.Where(line => line.Points > 0))
            {
                int seen = plot.Count(picture, line.Colour, line.Colour.Over(ground, FillShare));
                Assert.True(seen >= Math.Min(line.Points, Enough), $"{plot.Kind}: '{line.Name}' has {seen} pixels for {line.Points} points.");
            }
        }
    }
}
