using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Runs;

public sealed class ExperimentTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Run_TwoRoutes_FillsThemInTheOrderOfTheDocument()
    {
        FinishedRun run = _workshop.Finish(
            """{ "MaxWait": "00:00:00", "Routes": { "zeta": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 10 } }, "alpha": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 4 } } } }""",
            Calls(15));

        // 15 at once without waiting: 10 and 4 find room, and 1 none.
        Assert.Equal([("zeta", 10), ("alpha", 4)], run.Routes.Select(route => (route.Name, route.Served)));
        Assert.Equal((14, 1, 0), (run.Metrics.Served, run.Metrics.Refused, run.Metrics.Failed));
        Assert.Equal(1, run.Metrics.GoodputRequests, 6);
    }

    [Fact]
    public void Run_TrueLimitsBelowThoseConfigured_ShowAsRefusalsOfTheProvider()
    {
        FinishedRun run = _workshop.Finish(
            """
            {
              "MaxWait": "00:00:00",
              "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 10 } } },
              "Simulation": { "Routes": { "gpt": { "TrueLimits": { "RequestsPerMinute": 4 } } } }
            }
            """,
            Calls(10));

        // The router sends all 10 at once; 4 are admitted.
        RouteFigures route = Assert.Single(run.Routes);
        Assert.Equal((4, 6, 0, 4), (route.Served, route.RateLimited, route.OtherFailures, route.PeakInFlight));
        Assert.Equal(600, run.Metrics.RefusedPer1000, 6);
    }

    [Fact]
    public void Run_MaxWait_IsHowLongCallsWait()
    {
        FinishedRun run = _workshop.Finish("""{ "MaxWait": "00:00:05", "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 60 } } } }""", Calls(70));

        // 59 at once, for a fiftieth of the 60 is kept back, then one a second: five more within 5 s.
        Assert.Equal((64, 6), (run.Metrics.Served, run.Metrics.Refused));
        Assert.Equal(TimeSpan.FromSeconds(5), run.Result.Patience);
    }

    [Fact]
    public void Run_ALongRun_IsSampledAboutSixHundredTimes()
    {
        FinishedRun run = _workshop.Finish("""{ "Routes": { "gpt": { "Limits": { "RequestsPerMinute": 60 } } } }""", new SimulatedCall(TimeSpan.Zero, 100, 10), new(TimeSpan.FromMinutes(20), 100, 10));

        // Every 2 s for 20 minutes, and for the moment that the last call takes.
        Assert.InRange(run.Result.Samples.Count, 600, 602);
        Assert.Equal(TimeSpan.FromSeconds(2), run.Result.Samples[1].At);
    }

    [Fact]
    public void Run_AnOutage_IsThere()
    {
        FinishedRun run = _workshop.Finish(
            """{ "Routes": { "gpt": {}, "claude": { "Profile": "Anthropic" } }, "Simulation": { "Routes": { "gpt": { "Outages": [ {} ] } } } }""", Calls(3));

        Assert.Equal([("gpt", 0, 3), ("claude", 3, 0)], run.Routes.Select(route => (route.Name, route.Served, route.OtherFailures)));
    }

    private static IReadOnlyList<SimulatedCall> Calls(int count) => [.. Enumerable.Repeat(new SimulatedCall(TimeSpan.Zero, 100, 10), count)];
}
