using CapacityRouting.Simulation.Tool.Report;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Report;

public sealed class LevelPlotTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Of_ARoute_HasALineForEachLimitAsShareOfFull()
    {
        FinishedRun run = _workshop.Finish(
            """{ "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 10, "MaxConcurrentRequests": 20 } } } }""",
            [.. Enumerable.Repeat(new SimulatedCall(TimeSpan.Zero, 100, 10), 5), new(TimeSpan.FromSeconds(60), 100, 10)]);

        IReadOnlyList<PlotSeries> levels = LevelPlot.Of(run.Result, 0);

        // Sampled every 100 ms. After five of ten, half is left, and a sixtieth of ten flows back by 100 ms; five of twenty slots are taken.
        Assert.Equal(["Requests a minute", "Calls at once"], levels.Select(series => series.Name));
        Assert.Equal(0.5 + (0.1 / 60), levels[0].Values[1]!.Value, 6);
        Assert.Equal(0.75, levels[1].Values[1]);
        Assert.Equal(1, levels[1].Values[500]);
    }

    [Fact]
    public void Of_ALimitThatIsLearnedFromHeaders_BeginsWhenItIsKnown()
    {
        FinishedRun run = _workshop.Finish(
            """{ "Routes": { "gpt": { "Profile": "OpenAI" } }, "Simulation": { "Routes": { "gpt": { "TrueLimits": { "RequestsPerMinute": 10 } } } } }""",
            new SimulatedCall(TimeSpan.FromSeconds(10), 100, 10),
            new(TimeSpan.FromSeconds(60), 100, 10));

        PlotSeries requests = Assert.Single(LevelPlot.Of(run.Result, 0));

        Assert.Null(requests.Values[0]);
        Assert.NotNull(requests.Values[^1]);
    }

    [Fact]
    public void Of_ARouteWithoutLimits_IsEmpty() =>
        Assert.Empty(LevelPlot.Of(_workshop.Finish("""{ "Routes": { "gpt": {} } }""", new SimulatedCall(TimeSpan.Zero, 100, 10)).Result, 0));
}
