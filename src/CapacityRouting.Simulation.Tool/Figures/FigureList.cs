using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>The figures of a run in the order of display, the same on the terminal and in the report.</summary>
internal static class FigureList
{
    public static IReadOnlyList<Figure> Of(FinishedRun run) => [.. Outcomes(run.Metrics), .. Quality(run), .. Doubts(run)];

    /// <summary>Both lists line by line. A figure that only one run has stands beside a dash for the other.</summary>
    public static IReadOnlyList<(Figure First, Figure Second)> Pairs(FinishedRun first, FinishedRun second)
    {
        IReadOnlyList<Figure> left = Of(first);
        IReadOnlyList<Figure> right = Of(second);
        return [.. left.Select(figure => (figure, Named(figure, right))), .. right.Where(figure => !Contains(left, figure)).Select(figure => (Named(figure, left), figure))];
    }

    private static IEnumerable<Figure> Outcomes(RunMetrics metrics) =>
    [
        new("Calls", metrics.Offered, FigureUnit.Count),
        new("Served", metrics.Served, FigureUnit.Count, $"({Words.Share(Part(metrics.Served, metrics))})"),
        new("Of those, later than calls may wait", metrics.Late, FigureUnit.Count),
        new("Turned away for want of capacity", metrics.Refused, FigureUnit.Count, $"({Words.Share(Part(metrics.Refused, metrics))})"),
        new("Failed otherwise", metrics.Failed, FigureUnit.Count, $"({Words.Share(Part(metrics.Failed, metrics))})"),
        new("Lost or answered twice", metrics.Lost + metrics.Doubled, FigureUnit.Count),
    ];

    private static IEnumerable<Figure> Quality(FinishedRun run)
    {
        RunMetrics metrics = run.Metrics;
        yield return new("Calls served in time, of what was possible", metrics.GoodputRequests, FigureUnit.Ratio);
        yield return new("Their tokens, of what was possible", metrics.GoodputTokens, FigureUnit.Ratio);
        yield return new("Served by the preferred route", metrics.PreferredShare, FigureUnit.Share, $"({Words.Share(metrics.OraclePreferredShare)} without picking small calls)");
        yield return new("Wait added to half of the calls, at most", metrics.WaitP50.TotalSeconds, FigureUnit.Time);
        yield return new("Wait added to 99 of 100 calls, at most", metrics.WaitP99.TotalSeconds, FigureUnit.Time);
        if (!run.IsPriced)
            yield break;
        yield return new("Cost", run.Cost, FigureUnit.Money);
        yield return new("Cost, of the cheapest that was possible", metrics.CostRatio, FigureUnit.Ratio);
    }

    private static IEnumerable<Figure> Doubts(FinishedRun run)
    {
        RunMetrics metrics = run.Metrics;
        yield return new("Refused by providers (429)", metrics.RefusedPer1000, FigureUnit.PerThousand);
        yield return new("Tokens charged without an answer", metrics.WastedTokens, FigureUnit.Count);
        yield return new("A limit's worst excess in one window", metrics.Overshoot, FigureUnit.Share);
        if (metrics.OffAfter is { } off)
            yield return new("Preferred route left alone, after its outage began", off.TotalSeconds, FigureUnit.Time);
        if (metrics.BackAfter is { } back)
            yield return new("Preferred route served as before, after its outage ended", back.TotalSeconds, FigureUnit.Time);
        if (metrics is { EstimateErrorAtStart: { } atStart, EstimateErrorAtEnd: { } atEnd })
            yield return new("Estimates of tokens were off by", atEnd, FigureUnit.Share, $"(at first {Words.Share(atStart)})");
    }

    private static double Part(int part, RunMetrics metrics) => (double)part / metrics.Offered;

    private static bool Contains(IEnumerable<Figure> figures, Figure figure) => figures.Any(other => string.Equals(other.Label, figure.Label, StringComparison.Ordinal));

    private static Figure Named(Figure figure, IEnumerable<Figure> figures) =>
        figures.FirstOrDefault(other => string.Equals(other.Label, figure.Label, StringComparison.Ordinal)) ?? figure with { Value = null };
}
