using System.Text;
using System.Text.Json;
using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The data of the page's plots, as JSON that may stand inside HTML: the writer escapes every angle bracket.</summary>
internal sealed class PlotData(IReadOnlyList<FinishedRun> runs)
{
    private const int Decimals = 4;
    private static readonly (string Name, int Seconds)[] Units = [("seconds", 1), ("minutes", 60), ("hours", 3600), ("days", 86400)];

    // All runs share one time axis.
    private readonly TimeBins _bins = TimeBins.Of(runs.Max(run => run.Length));

    public TimeSpan Bin => _bins.Each;

    public string Json()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
            Write(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private void Write(Utf8JsonWriter json)
    {
        TimeSpan end = runs.Max(run => run.Length);
        (string name, int seconds) = Units.Last(unit => unit.Seconds == 1 || end.TotalSeconds >= 3 * unit.Seconds);
        json.WriteStartObject();
        json.WriteString("unit", name);
        json.WriteNumber("unitSeconds", seconds);
        json.WriteNumber("end", Math.Round(end.TotalSeconds, Decimals));
        json.WriteStartArray("routes");
        foreach (string route in runs.SelectMany(run => run.Routes.Select(route => route.Name)).Distinct(StringComparer.Ordinal))
            json.WriteStringValue(route);
        json.WriteEndArray();
        json.WriteStartArray("runs");
        foreach (FinishedRun run in runs)
            WriteRun(json, run.Result);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRun(Utf8JsonWriter json, RunResult run)
    {
        CallPlots calls = new(run, _bins);
        json.WriteStartObject();
        WriteNumbers(json, "at", _bins.Middles.Select(middle => (double?)middle));
        WriteNumbers(json, "arrived", calls.Arrived.Values);
        WriteSeries(json, "served", calls.Served);
        WriteSeries(json, "waits", calls.Waits);
        WriteSeries(json, "failures", calls.Failures);
        WriteSeries(json, "tokens", calls.Tokens);
        WriteNumbers(json, "sampledAt", run.Samples.Select(sample => (double?)sample.At.TotalSeconds));
        json.WriteStartArray("levels");
        for (int route = 0; route < run.Providers.Count; route++)
            WriteRoute(json, run, route);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRoute(Utf8JsonWriter json, RunResult run, int route)
    {
        json.WriteStartObject();
        WriteSeries(json, "series", LevelPlot.Of(run, route));
        json.WriteStartArray("outages");
        foreach (Fault outage in run.Providers[route].Faults)
        {
            json.WriteStartArray();
            json.WriteNumberValue(outage.From.TotalSeconds);
            if (outage.Until == TimeSpan.MaxValue)
                json.WriteNullValue();
            else
                json.WriteNumberValue(outage.Until.TotalSeconds);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, string name, IReadOnlyList<PlotSeries> series)
    {
        json.WriteStartArray(name);
        foreach (PlotSeries line in series)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            WriteNumbers(json, "values", line.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double?> values)
    {
        json.WriteStartArray(name);
        foreach (double? value in values)
            if (value is { } number)
                json.WriteNumberValue(Math.Round(number, Decimals));
            else
                json.WriteNullValue();
        json.WriteEndArray();
    }
}
