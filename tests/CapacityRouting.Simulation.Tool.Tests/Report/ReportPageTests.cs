using System.Text.RegularExpressions;
using CapacityRouting.Simulation.Tool.Report;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Report;

public sealed partial class ReportPageTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Of_ARun_TellsWhatWasConfiguredAndTheSeed()
    {
        string page = Page("""{ "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 1234 } } }, "Simulation": { "Routes": { "gpt": { "TrueLimits": { "RequestsPerMinute": 617 } } } } }""");

        Assert.Contains("calls: 1 calls in 0 s, seed 5", page, StringComparison.Ordinal);
        Assert.Contains("<td>1,234 requests a minute</td><td>617 requests a minute</td>", page, StringComparison.Ordinal);
        Assert.Contains("gpt served 100&#160;% of the one call", page, StringComparison.Ordinal);
        Assert.Contains("&quot;RequestsPerMinute&quot;: 1234", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ARun_AsksForNothingFromOutside()
    {
        string page = Page("""{ "Routes": { "gpt": {} } }""");

        Assert.DoesNotMatch(Reference(), page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ARun_CarriesThePlottersLicense()
    {
        string page = Page("""{ "Routes": { "gpt": {} } }""");

        Assert.Contains("Copyright (c) 2022 Leon Sorokin", page, StringComparison.Ordinal);
        Assert.Contains("uPlot 1.6.32", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NamesThatLookLikeMarkup_AreText()
    {
        string page = Page("""{ "Routes": { "</script><b>{{styles}}": {} } }""");

        // Two scripts of the page's own, the plotter and the data are all that there is.
        Assert.Equal(3, page.Split("</script>").Length - 1);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;/script&gt;&lt;b&gt;{{styles}}", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TwoRuns_PutsTheirFiguresSideBySide()
    {
        FinishedRun first = _workshop.Finish("""{ "Routes": { "gpt": {} } }""", new SimulatedCall(TimeSpan.Zero, 100, 10));
        FinishedRun second = _workshop.Finish("""{ "Routes": { "claude": {} } }""", new SimulatedCall(TimeSpan.Zero, 100, 10));

        string page = Text(ReportPage.Of([first with { File = first.File with { Path = "a.json" } }, second with { File = second.File with { Path = "b.json" } }], first.Result.Workload, seed: 1));

        Assert.Contains("<h1>a.json beside b.json</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">a.json</th><th scope=\"col\">b.json</th><th scope=\"col\">Difference</th>", page, StringComparison.Ordinal);
        Assert.Contains("claude – a.json: there is no such route.", page, StringComparison.Ordinal);
    }

    private string Page(string routes)
    {
        FinishedRun run = _workshop.Finish(routes, new SimulatedCall(TimeSpan.Zero, 100, 10));
        return Text(ReportPage.Of([run], run.Result.Workload, seed: 5));
    }

    private static string Text(byte[] page) => System.Text.Encoding.UTF8.GetString(page);

    [GeneratedRegex("(src|href|url|import)\\s*[=(]\\s*[\"']?\\s*(https?:)?//|<link|<img|<iframe", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Reference();
}
