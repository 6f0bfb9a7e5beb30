using System.Text.Encodings.Web;
using System.Text.Json;
using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>All figures for a program. The same runs give the same bytes.</summary>
internal static class JsonFigures
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(IReadOnlyList<FinishedRun> runs, Workload workload, int seed)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Readable))
        {
            json.WriteStartObject();
            WriteWorkload(json, workload);
            json.WriteNumber("seed", seed);
            json.WriteStartArray("runs");
            foreach (FinishedRun run in runs)
                WriteRun(json, run);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void WriteWorkload(Utf8JsonWriter json, Workload workload)
    {
        json.WriteStartObject("workload");
        json.WriteString("name", workload.Name);
        json.WriteNumber("calls", workload.Calls.Count);
        json.WriteNumber("seconds", workload.Duration.TotalSeconds);
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, FinishedRun run)
    {
        json.WriteStartObject();
        json.WriteString("configuration", run.File.Path);
        json.WriteStartObject("summary");
        WriteOutcomes(json, run.Metrics);
        WriteQuality(json, run);
        json.WriteEndObject();
        json.WriteStartArray("routes");
        foreach ((RouteFigures route, double possible) in run.Routes.Zip(run.Possible.ByProvider))
            WriteRoute(json, route, possible);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutcomes(Utf8JsonWriter json, RunMetrics metrics)
    {
        json.WriteNumber("offered", metrics.Offered);
        json.WriteNumber("served", metrics.Served);
        json.WriteNumber("late", metrics.Late);
        json.WriteNumber("refused", metrics.Refused);
        json.WriteNumber("failed", metrics.Failed);
        json.WriteNumber("lost", metrics.Lost);
        json.WriteNumber("doubled", metrics.Doubled);
    }

    private static void WriteQuality(Utf8JsonWriter json, FinishedRun run)
    {
        RunMetrics metrics = run.Metrics;
        json.WriteNumber("possibleRequests", run.Possible.Requests);
        json.WriteNumber("possibleTokens", run.Possible.Tokens);
        json.WriteNumber("goodputRequests", metrics.GoodputRequests);
        json.WriteNumber("goodputTokens", metrics.GoodputTokens);
        json.WriteNumber("preferredShare", metrics.PreferredShare);
        json.WriteNumber("oraclePreferredShare", metrics.OraclePreferredShare);
        json.WriteNumber("waitP50Ms", metrics.WaitP50.TotalMilliseconds);
        json.WriteNumber("waitP99Ms", metrics.WaitP99.TotalMilliseconds);
        json.WriteNumber("refusedPer1000", metrics.RefusedPer1000);
        json.WriteNumber("wastedTokens", metrics.WastedTokens);
        json.WriteNumber("overshoot", metrics.Overshoot);
        WriteOptional(json, "cost", run.IsPriced ? run.Cost : null);
        WriteOptional(json, "costRatio", run.IsPriced ? metrics.CostRatio : null);
        WriteOptional(json, "offAfterMs", metrics.OffAfter?.TotalMilliseconds);
        WriteOptional(json, "backAfterMs", metrics.BackAfter?.TotalMilliseconds);
        WriteOptional(json, "estimateErrorAtStart", metrics.EstimateErrorAtStart);
        WriteOptional(json, "estimateErrorAtEnd", metrics.EstimateErrorAtEnd);
    }

    private static void WriteRoute(Utf8JsonWriter json, RouteFigures route, double possible)
    {
        json.WriteStartObject();
        json.WriteString("route", route.Name);
        json.WriteNumber("served", route.Served);
        json.WriteNumber("share", route.Share);
        json.WriteNumber("refused", route.RateLimited);
        json.WriteNumber("otherFailures", route.OtherFailures);
        json.WriteNumber("peakInFlight", route.PeakInFlight);
        json.WriteNumber("tokens", route.Tokens);
        json.WriteNumber("cost", route.Cost);
        json.WriteNumber("possibleAlone", possible);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
