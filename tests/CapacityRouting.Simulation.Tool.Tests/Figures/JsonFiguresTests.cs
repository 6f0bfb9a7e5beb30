using System.Text.Json;
using CapacityRouting.Simulation.Tool.Commands;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Figures;

public sealed class JsonFiguresTests : IDisposable
{
    private const string Routes = """
        {
          "MaxWait": "00:00:00",
          "Routes": { "gpt": { "Profile": "OpenAI", "Limits": { "RequestsPerMinute": 10 } }, "claude": { "Profile": "Anthropic", "Limits": { "RequestsPerMinute": 5, "Burst": "00:01:00" } } },
          "Simulation": { "Routes": { "gpt": { "InputPrice": 2.5, "OutputPrice": 10 } } }
        }
        """;

    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Of_ARun_HasItsSummary()
    {
        JsonElement figures = _workshop.Figures(Routes, _workshop.Stampede(20), "--seed", "7");

        Assert.Equal(("calls", 20, 0.0, 7), (figures.GetProperty("workload").GetProperty("name").GetString(), figures.GetProperty("workload").GetProperty("calls").GetInt32(), figures.GetProperty("workload").GetProperty("seconds").GetDouble(), figures.GetProperty("seed").GetInt32()));
        JsonElement summary = figures.GetProperty("runs")[0].GetProperty("summary");

        // 20 at once without waiting: 10 go to the one, 5 to the other, 5 nowhere. 10 calls of 100 and 10 tokens cost 10 * (250 + 100) / 1,000,000.
        Assert.Equal((20, 15, 5, 0), (Whole(summary, "offered"), Whole(summary, "served"), Whole(summary, "refused"), Whole(summary, "failed")));
        Assert.Equal((0, 0, 0), (Whole(summary, "late"), Whole(summary, "lost"), Whole(summary, "doubled")));
        Assert.Equal(15, Number(summary, "possibleRequests"), 6);
        Assert.Equal(1, Number(summary, "goodputRequests"), 6);
        Assert.Equal(10.0 / 15, Number(summary, "preferredShare"), 6);
        Assert.Equal((0, 0), (Number(summary, "waitP50Ms"), Number(summary, "waitP99Ms")));
        Assert.Equal(0.0035, Number(summary, "cost"), 9);
        Assert.Equal(JsonValueKind.Null, summary.GetProperty("backAfterMs").ValueKind);
    }

    [Fact]
    public void Of_ARun_HasItsRoutesInOrder()
    {
        JsonElement[] routes = [.. _workshop.Figures(Routes, _workshop.Stampede(20)).GetProperty("runs")[0].GetProperty("routes").EnumerateArray()];

        Assert.Equal(["gpt", "claude"], routes.Select(route => route.GetProperty("route").GetString()));
        Assert.Equal((10, 5), (Whole(routes[0], "served"), Whole(routes[1], "served")));
        Assert.Equal((0, 0, 10, 1100), (Whole(routes[0], "refused"), Whole(routes[0], "otherFailures"), Whole(routes[0], "peakInFlight"), Whole(routes[0], "tokens")));
        Assert.Equal((10, 5), (Number(routes[0], "possibleAlone"), Number(routes[1], "possibleAlone")));
    }

    [Fact]
    public void Of_FasterTraffic_IsShorter()
    {
        string workload = _workshop.Write("calls.csv", "offset_s,input_tokens,output_tokens\n0,100,10\n60,100,10\n");

        JsonElement figures = _workshop.Figures(Routes, workload, "--speed", "4");

        Assert.Equal(15, figures.GetProperty("workload").GetProperty("seconds").GetDouble());
    }

    [Fact]
    public void Of_TheSameSeed_AreTheSameBytes()
    {
        string workload = Traffic();
        Assert.Equal(Bytes(workload, "3"), Bytes(workload, "3"));
        Assert.NotEqual(Bytes(workload, "3").Json.Replace("\"seed\": 3", "", StringComparison.Ordinal), Bytes(workload, "4").Json.Replace("\"seed\": 4", "", StringComparison.Ordinal));
    }

    private string Traffic() => _workshop.Write("calls.csv", $"offset_s,input_tokens,output_tokens\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"{i / 2},{100 + (i % 7 * 50)},{10 + (i % 5 * 30)}\n"))}");

    private (string Json, string Report) Bytes(string workload, string seed)
    {
        (int exitCode, _, _) = Workshop.Run(
            "run", "--routes", _workshop.Write("routes.json", Routes), "--workload", workload, "--seed", seed, "--json", _workshop.Path("figures.json"), "--report", _workshop.Path("report.html"));
        Assert.Equal(SimulationTool.Success, exitCode);
        return (File.ReadAllText(_workshop.Path("figures.json")), File.ReadAllText(_workshop.Path("report.html")));
    }

    private static int Whole(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();
}
