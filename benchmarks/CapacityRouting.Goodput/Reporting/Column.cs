using CapacityRouting.Goodput.Running;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>One figure of a table: its heading, and its text for the seeds of one scenario and contender.</summary>
internal sealed record Column(string Heading, Func<IReadOnlyList<GoodputRow>, string> Text)
{
    /// <summary>What is shown of every contender.</summary>
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
        new("Failed", rows => rows.Average(row => row.Failed).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)),
        new("Lost", rows => $"{rows.Sum(row => row.Lost)}"),
        new("Doubled", rows => $"{rows.Sum(row => row.Doubled)}"),
    ];

    private static Column Mean(string heading, Func<GoodputRow, double> figure, string format) =>
        new(heading, rows => Interval.Of(rows.Select(figure)).Text(format));
}
