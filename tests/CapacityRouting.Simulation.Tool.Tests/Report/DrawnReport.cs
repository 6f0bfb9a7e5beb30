using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Report;

/// <summary>Reports of a busy quarter of an hour, with waits, refusals and an outage: one of a run, and one of two side by side.</summary>
public sealed class DrawnReport : IDisposable
{
    private const string First = """
        {
          "Routes": {
            "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 60, "TokensPerMinute": 60000 } },
            "claude": { "Profile": "Anthropic", "Limits": { "RequestsPerMinute": 30, "InputTokensPerMinute": 20000, "OutputTokensPerMinute": 8000 } },
            "local": { "Limits": { "MaxConcurrentRequests": 1 } }
          },
          "Simulation": {
            "Routes": {
              "gpt": { "TrueLimits": { "RequestsPerMinute": 50 }, "Headers": "None", "Outages": [ { "From": "00:05:00", "Until": "00:08:00" } ] },
              "local": { "PerToken": "00:00:00.02" }
            }
          }
        }
        """;

    private const string Second = """{ "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 70 } }, "claude": { "Profile": "Anthropic", "Limits": { "RequestsPerMinute": 30 } } } }""";

    private readonly Workshop _workshop = new();

    public DrawnReport()
    {
        string first = _workshop.Write("first.json", First);
        string second = _workshop.Write("second.json", Second);
        string traffic = _workshop.Path("traffic.csv");
        using (StreamWriter writer = new(traffic))
            WorkloadFile.Write(Workloads.Diurnal(1, 2.4, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(15), TokenMix.Chat, seed: 1), writer);
        Assert.Equal("", Workshop.Run("run", "--routes", first, "--workload", traffic, "--report", Run).Error);
        Assert.Equal("", Workshop.Run("compare", first, second, "--workload", traffic, "--report", Comparison).Error);
    }

    /// <summary>The report of one run.</summary>
    public string Run => _workshop.Path("run.html");

    /// <summary>The report of two.</summary>
    public string Comparison => _workshop.Path("comparison.html");

    public void Dispose() => _workshop.Dispose();
}
