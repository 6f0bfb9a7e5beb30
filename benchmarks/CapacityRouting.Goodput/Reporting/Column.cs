using System.Globalization;
using CapacityRouting.Goodput.Running;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>One figure of a table: its heading, and its text for the seeds of one scenario and contender.</summary>
internal sealed record Column(string Heading, Func<IReadOnlyList<GoodputRow>, string> Text)
{
    /// <summary>What the report shows of every contender.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        Mean("Goodput, calls", row => row.GoodputRequests, "0.000"),
        Mean("Goodput, tokens", row => row.GoodputTokens, "0.000"),
        Mean("429s / 1,000", row => row.RefusedPer1000, "0.0"),
        Mean("Wasted tokens, k", row => row.WastedTokens / 1_000.0, "0"),
        Mean("Preferred", row => row.PreferredShare, "0.000"),
        Mean("Oracle's", row => row.OraclePreferredShare, "0.000"),
        Mean("Wait p50, ms", row => row.WaitP50Ms, "0"),
        Mean("p99, ms", row => row.WaitP99Ms, "0"),
        Mean("Cost", row => row.CostRatio, "0.00"),
        Mean("Overshoot", row => row.Overshoot, "0.00"),
        Average("Late", row => row.Late),
        Average("Failed", row => row.Failed),
        new("Lost", rows => $"{rows.Sum(row => row.Lost)}"),
        new("Doubled", rows => $"{rows.Sum(row => row.Doubled)}"),
    ];

    /// <summary>What fits a terminal.</summary>
    public static IReadOnlyList<Column> Brief { get; } =
    [
        new("Goodput", rows => MeanOf(rows, row => row.GoodputRequests, "0.000")),
        new("in tokens", rows => MeanOf(rows, row => row.GoodputTokens, "0.000")),
        new("429s/1,000", rows => MeanOf(rows, row => row.RefusedPer1000, "0.0")),
        new("Preferred", rows => MeanOf(rows, row => row.PreferredShare, "0.000")),
        new("Oracle's", rows => MeanOf(rows, row => row.OraclePreferredShare, "0.000")),
        new("p99 wait", rows => $"{MeanOf(rows, row => row.WaitP99Ms, "0")} ms"),
        Average("Late", row => row.Late),
        Average("Failed", row => row.Failed),
        new("Lost or doubled", rows => $"{rows.Sum(row => row.Lost + row.Doubled)}"),
    ];

    private static Column Mean(string heading, Func<GoodputRow, double> figure, string format) =>
        new(heading, rows => Interval.Of(rows.Select(figure)).Text(format));

    private static Column Average(string heading, Func<GoodputRow, double> figure) => new(heading, rows => MeanOf(rows, figure, "0.#"));

    private static string MeanOf(IEnumerable<GoodputRow> rows, Func<GoodputRow, double> figure, string format) =>
        rows.Average(figure).ToString(format, CultureInfo.InvariantCulture);
}
