namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The outcomes of calls over time. A call counts at its arrival, so that the served calls and the others add up to the arrivals.</summary>
internal sealed class CallPlots(RunResult run, TimeBins bins)
{
    public PlotSeries Arrived => Calls("Arrived", _ => true);

    /// <summary>A series for each route, the preferred one first.</summary>
    public IReadOnlyList<PlotSeries> Served =>
        [.. run.Providers.Select(provider => Calls(provider.Name, call => call.Outcome == CallOutcome.Served && string.Equals(call.ServedBy, provider.Name, StringComparison.Ordinal)))];

    public IReadOnlyList<PlotSeries> Waits
    {
        get
        {
            ILookup<int, CallRecord> served = bins.Split(run.Calls.Where(call => call.Outcome == CallOutcome.Served), call => call.Call.At);
            return [Wait("Half of the calls, at most", 0.5, served), Wait("99 of 100 calls, at most", 0.99, served)];
        }
    }

    public IReadOnlyList<PlotSeries> Failures =>
    [
        Calls("Calls turned away", call => call.Outcome == CallOutcome.Refused),
        Calls("Calls that failed otherwise", call => call.Outcome == CallOutcome.Failed),
        Visits("Refused by a provider (429)", visit => visit.End == VisitEnd.RateLimited),
        Visits("Failed at a provider otherwise", visit => visit.End is not (VisitEnd.Answered or VisitEnd.RateLimited)),
    ];

    public IReadOnlyList<PlotSeries> Tokens =>
    [
        PlotSeries.Of("Input tokens", bins.PerMinute(run.Workload.Calls, call => call.At, call => call.InputTokens)),
        PlotSeries.Of("Output tokens", bins.PerMinute(run.Workload.Calls, call => call.At, call => call.OutputTokens)),
    ];

    private PlotSeries Calls(string name, Func<CallRecord, bool> counts) => PlotSeries.Of(name, bins.PerMinute(run.Calls.Where(counts), call => call.Call.At, _ => 1));

    private PlotSeries Visits(string name, Func<ProviderVisit, bool> counts) => PlotSeries.Of(name, bins.PerMinute(run.Visits.Where(counts), visit => visit.At, _ => 1));

    private PlotSeries Wait(string name, double share, ILookup<int, CallRecord> served) => new(name, [.. Enumerable.Range(0, bins.Count).Select(bin => Quantile([.. served[bin].Select(call => call.AddedWait.TotalSeconds).Order()], share))]);

    private static double? Quantile(double[] ascending, double share) => ascending.Length == 0 ? null : ascending[Math.Max(0, (int)Math.Ceiling(share * ascending.Length) - 1)];
}
