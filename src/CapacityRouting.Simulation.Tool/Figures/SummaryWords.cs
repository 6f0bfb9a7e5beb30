using CapacityRouting.Simulation.Tool.Runs;

namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>A run in a few plain sentences.</summary>
internal static class SummaryWords
{
    private const int MostNamed = 4;

    public static string Of(FinishedRun run) => $"{Shares(run)} {Quality(run.Metrics)} {Waits(run.Metrics)}";

    private static string Shares(FinishedRun run)
    {
        RunMetrics metrics = run.Metrics;
        List<string> parts = [.. run.Routes.Take(MostNamed).Select((route, i) => $"{route.Name} {(i == 0 ? "served " : "")}{Part(route.Served, metrics)}")];
        if (run.Routes.Count > MostNamed)
            parts.Add($"the other {run.Routes.Count - MostNamed} {Part(run.Routes.Skip(MostNamed).Sum(route => route.Served), metrics)}");
        parts[0] += metrics.Offered == 1 ? " of the one call" : $" of {Words.Count(metrics.Offered)} calls";
        return $"{Words.List(parts)}{Unserved(metrics)}.";
    }

    private static string Unserved(RunMetrics metrics) => (metrics.Refused, metrics.Failed) switch
    {
        (0, 0) => "; none was turned away and none failed",
        (_, 0) => $"; {Part(metrics.Refused, metrics)} were turned away and none failed",
        (0, _) => $"; none was turned away and {Part(metrics.Failed, metrics)} failed",
        _ => $"; {Part(metrics.Refused, metrics)} were turned away and {Part(metrics.Failed, metrics)} failed",
    };

    private static string Quality(RunMetrics metrics) =>
        $"That is {Words.Share(metrics.GoodputRequests)} of the calls and {Words.Share(metrics.GoodputTokens)} of the tokens that can be served without picking calls by their size.";

    private static string Waits(RunMetrics metrics) => metrics switch
    {
        { Served: 0 } => "No call was served, so no wait was counted.",
        { WaitP99.Ticks: 0 } => "99 of 100 served calls did not wait at all.",
        { WaitP50.Ticks: 0 } => $"Half of the served calls did not wait at all, and 99 of 100 waited at most {Words.Time(metrics.WaitP99)}.",
        _ => $"Half of the served calls waited at most {Words.Time(metrics.WaitP50)}, and 99 of 100 at most {Words.Time(metrics.WaitP99)}.",
    };

    private static string Part(int calls, RunMetrics metrics) => Words.Share((double)calls / metrics.Offered);
}
