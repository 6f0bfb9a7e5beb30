using CapacityRouting.Simulation.Tool.Report;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Report;

public sealed class CallPlotsTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Series_OfARun_AddUpToWhatArrived()
    {
        FinishedRun run = _workshop.Finish(
            """{ "MaxWait": "00:00:00", "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 3 } }, "claude": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 1 } } } }""",
            [.. Enumerable.Repeat(new SimulatedCall(TimeSpan.Zero, 100, 10), 6), new(TimeSpan.FromSeconds(60), 100, 10)]);
        CallPlots plots = new(run.Result, TimeBins.Of(TimeSpan.FromSeconds(60)));

        // Bins of 1 s: 6 calls in the first are 360 a minute, of which 3 and 1 find room; the last call comes a minute later and is served.
        Assert.Equal(360, plots.Arrived.Values[0]);
        Assert.Equal([180.0, 60], plots.Served.Select(route => route.Values[0]!.Value));
        Assert.Equal(120, plots.Failures[0].Values[0]);
        Assert.Equal(60, plots.Served[0].Values[^1]);
        Assert.Equal((36_000, 3_600), (plots.Tokens[0].Values[0], plots.Tokens[1].Values[0]));
    }

    [Fact]
    public void Waits_OfARun_AreQuantilesOfServedCalls()
    {
        FinishedRun run = _workshop.Finish(
            """{ "MaxWait": "00:00:10", "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 60 } } }, "SafetyReserve": 0 }""",
            [.. Enumerable.Repeat(new SimulatedCall(TimeSpan.Zero, 100, 10), 64), new(TimeSpan.FromSeconds(30), 100, 10)]);

        IReadOnlyList<PlotSeries> waits = new CallPlots(run.Result, TimeBins.Of(TimeSpan.FromSeconds(31))).Waits;

        // 60 go at once and 4 wait 1, 2, 3 and 4 s: the 33rd of 64 waits nothing, the 64th 4 s. Where nothing was served there is nothing.
        Assert.Equal(0, waits[0].Values[0]);
        Assert.Equal(4, waits[1].Values[0]!.Value, 3);
        Assert.Null(waits[1].Values[1]);
        Assert.Equal(0, waits[1].Values[30]);
    }
}
