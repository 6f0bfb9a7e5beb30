using System.Globalization;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Figures;

/// <summary>A call to an idle route while others wait for another route: what it costs, and whether it is refused.</summary>
internal sealed class CrossingFigure(BenchmarkSettings settings) : Figure(settings)
{
    private const string Churn = "churn";
    private const string ManyTenants = "10,000 callers of 1,000 tenants";
    private const int ManyCallers = 10_000;
    private const int WarmUp = 200;
    private const int MostCalls = 1 << 16;
    private const int Tries = 3;

    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(4);

    public override string Name => "crossing";

    public override string Title => "A call to an idle route while others wait for another route";

    public override IReadOnlyList<string> Cells => [.. Sizes.Select(CellOf), ManyTenants, Churn];

    public override int Rounds => Settings.Pick(15, 100);

    private static int[] Sizes => [0, 100, 1_000, ManyCallers];

    public override async Task<ICell> OpenAsync(string cell)
    {
        if (cell == Churn)
            return new ChurnCell(Settings);
        int callers = cell == ManyTenants ? ManyCallers : Sizes.Single(size => CellOf(size) == cell);
        StandingLine line = StandingLine.Of(callers, cell == ManyTenants ? 1_000 : 1, StubModel.Instant(), Settings.Limit);
        ChatOptions toIdle = StandingLine.KeptTo("b");
        int calls = await CallsPerBatchAsync(line, toIdle);
        return Cell.Of(async () => new Dictionary<string, double> { ["ns"] = await WarmNanosecondsAsync(line, toIdle, calls) });
    }

    public override IEnumerable<Line> Lines() =>
    [
        .. Cells.Where(cell => cell != Churn).Select(cell => new Line($"{cell}: ns a call, median (minimum)", r => r.Median(cell, "ns"),
            (r, median) => string.Create(CultureInfo.InvariantCulture, $"{median:N0} ({r.Min(cell, "ns"):N0})")) { Cell = cell }),
        Line.Of("10,000 callers against none, by minimum", r => r.Min(CellOf(ManyCallers), "ns") / r.Min(CellOf(0), "ns"), "N2", Target.AtMost(1.2), CellOf(ManyCallers)),
        Line.Of("10,000 callers of 1,000 tenants against none, by minimum", r => r.Min(ManyTenants, "ns") / r.Min(CellOf(0), "ns"), "N2", Target.AtMost(1.2), ManyTenants),
        Line.Of("Refused of 1,000 calls that do not wait, as others come and go", r => 1000 * r.Sum(Churn, "refused") / r.Sum(Churn, "calls"), "N3", Target.AtMost(0), Churn),
        Line.Of("Calls of that kind", r => r.Sum(Churn, "calls"), "N0", cell: Churn),
    ];

    private static string CellOf(int callers) => string.Create(CultureInfo.InvariantCulture, $"{callers:N0} callers");

    /// <summary>The calls of a batch of a few milliseconds, found after a warm-up. The least of some tries counts: a busy machine must not make batches short.</summary>
    private static async Task<int> CallsPerBatchAsync(StandingLine line, ChatOptions options)
    {
        await NanosecondsAsync(line, options, WarmUp);
        int calls = 1;
        for (double taken = 0; taken < Batch.TotalNanoseconds / 2 && calls < MostCalls; calls *= 2)
        {
            taken = double.MaxValue;
            for (int attempt = 0; attempt < Tries; attempt++)
                taken = Math.Min(taken, calls * await NanosecondsAsync(line, options, calls));
        }

        return calls;
    }

    /// <summary>A batch after some calls that are not measured: whatever ran before it has filled the caches with its own.</summary>
    private static async Task<double> WarmNanosecondsAsync(StandingLine line, ChatOptions options, int calls)
    {
        await NanosecondsAsync(line, options, (calls + 3) / 4);
        return await NanosecondsAsync(line, options, calls);
    }

    private static async Task<double> NanosecondsAsync(StandingLine line, ChatOptions options, int calls)
    {
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < calls; i++)
            await line.Client.GetResponseAsync(line.Messages, options);
        return TimeProvider.System.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
