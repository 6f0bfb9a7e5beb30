using System.Globalization;
using CapacityRouting.Queue.Forecasts;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Figures;

/// <summary>The start that is foretold and the one that comes, and whether refusals at once are right, in virtual time.</summary>
internal sealed class ForecastFigure(BenchmarkSettings settings) : Figure(settings)
{
    private const double Load = 0.95;
    private const double Overload = 1.2;
    private const double PerThousand = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly RequestPriority?[] Classes = [null, RequestPriority.Critical];

    public override string Name => "forecast";

    public override string Title => "The start that is foretold and the one that comes";

    public override IReadOnlyList<string> Cells => [.. ForecastScenario.All.Select(scenario => scenario.Name)];

    private int Seeds => Settings.Pick(1, 5);

    private int Calls => Settings.Pick(600, 2_000);

    private int ReplaysOfSeed => Settings.Pick(20, 40);

    public override Task<ICell> OpenAsync(string cell)
    {
        ForecastScenario scenario = ForecastScenario.All.Single(each => each.Name == cell);
        return Task.FromResult(Cell.Of(() => Measure(scenario)));
    }

    public override IEnumerable<Line> Lines() => ForecastScenario.All.SelectMany(LinesOf);

    private static IEnumerable<Line> LinesOf(ForecastScenario scenario)
    {
        string cell = scenario.Name;
        string note = scenario.IsOvertaken ? " (later arrivals overtake: no target)" : "";
        foreach (RequestPriority? only in scenario.IsOvertaken ? Classes : [null])
        {
            string of = only is null ? cell : $"{cell}, {only} alone".ToLowerInvariant();
            yield return new($"{of}: error, p50 / p99{note}", r => r.Median(cell, $"p99 ms{only}"), (r, p99) => Errors(r, cell, $"{only}", p99)) { Cell = cell };
            yield return Line.Of($"{of}: within 50 ms or 5 %, percent of the calls that wait and were foretold a start{note}", r => r.Median(cell, $"near{only}"), "N2", scenario.IsOvertaken ? null : Target.AtLeast(99), cell);
            yield return Line.Of($"{of}: percent of the calls that wait without a forecast", r => r.Median(cell, $"unknown{only}"), "N1", cell: cell);
        }

        yield return Line.Of($"{cell}: turned away after a wait, of 1,000 calls{note}", r => r.Median(cell, "later"), "N2", scenario.IsOvertaken ? null : Target.AtMost(1), cell);
        yield return Line.Of($"{cell}: refused at once though they would have started in time, of 1,000 calls{note}", r => r.Median(cell, "wrongly"), "N2", scenario.IsOvertaken ? null : Target.AtMost(1), cell);
        yield return Line.Of($"{cell}: refused at once, of 1,000 calls", r => r.Median(cell, "refused"), "N0", cell: cell);
    }

    private static string Errors(Readings r, string cell, string only, double p99) => string.Create(CultureInfo.InvariantCulture,
        $"{r.Median(cell, $"p50 ms{only}"):N0} / {p99:N0} ms, {r.Median(cell, $"p50 %{only}"):N1} / {r.Median(cell, $"p99 %{only}"):N1} %");

    private Dictionary<string, double> Measure(ForecastScenario scenario)
    {
        TimeAllowance allowance = new(Settings.Limit);
        List<CallFate> fates = [];
        for (int seed = 1; seed <= Seeds; seed++)
            fates.AddRange(ForecastRun.Of(scenario, Arrival.Draw(scenario, Load, Calls, seed), Routers.Endless, allowance));
        Dictionary<string, double> values = [];
        foreach (RequestPriority? only in Classes)
            AddErrors(values, $"{only}", [.. fates.Where(fate => (only is null || fate.Class == only) && fate.HasWait)]);
        AddRefusals(values, scenario, allowance);
        return values;
    }

    private static void AddErrors(Dictionary<string, double> values, string only, CallFate[] waits)
    {
        CallFate[] foretold = [.. waits.Where(fate => fate.Forecast is not null)];
        values[$"unknown{only}"] = 100.0 * (waits.Length - foretold.Length) / Math.Max(1, waits.Length);
        if (foretold.Length == 0)
            return;
        values[$"near{only}"] = 100.0 * foretold.Count(fate => fate.IsNear) / foretold.Length;
        foreach ((string name, double share) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            values[$"{name} ms{only}"] = Quantile.Of([.. foretold.Select(fate => fate.Error.TotalMilliseconds)], share);
            values[$"{name} %{only}"] = Quantile.Of([.. foretold.Select(fate => fate.Percent)], share);
        }
    }

    private void AddRefusals(Dictionary<string, double> values, ForecastScenario scenario, TimeAllowance allowance)
    {
        double refused = 0;
        double wrongly = 0;
        double later = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Arrival[] arrivals = Arrival.Draw(scenario, Overload, Calls, seed);
            CallFate[] fates = ForecastRun.Of(scenario, arrivals, Patience, allowance);
            int[] atOnce = [.. Enumerable.Range(0, fates.Length).Where(call => fates[call].IsRefusedAtOnce)];
            refused += atOnce.Length;
            later += fates.Count(fate => fate.IsTurnedAwayLater);
            wrongly += atOnce.Length * ShareRefusedWrongly(scenario, arrivals, atOnce, allowance);
        }

        double calls = Seeds * Calls;
        (values["refused"], values["wrongly"], values["later"]) = (PerThousand * refused / calls, PerThousand * wrongly / calls, PerThousand * later / calls);
    }

    /// <summary>Replays some of the calls that were refused at once, evenly chosen. Each replay is a run of its own.</summary>
    private double ShareRefusedWrongly(ForecastScenario scenario, Arrival[] arrivals, int[] refused, TimeAllowance allowance)
    {
        int replays = Math.Min(ReplaysOfSeed, refused.Length);
        if (replays == 0)
            return 0;
        IEnumerable<int> chosen = Enumerable.Range(0, replays).Select(replay => refused[replay * refused.Length / replays]);
        return (double)chosen.Count(call => ForecastRun.WouldHaveStarted(scenario, arrivals, Patience, call, allowance)) / replays;
    }
}
