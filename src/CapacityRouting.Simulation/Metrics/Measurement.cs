namespace CapacityRouting.Simulation.Metrics;

/// <summary>Computes the metrics of a run.</summary>
internal static class Measurement
{
    public static RunMetrics Of(RunResult run, OracleBound oracle)
    {
        CallRecord[] served = [.. run.Calls.Where(call => call.Outcome == CallOutcome.Served)];
        CallRecord[] inTime = Array.FindAll(served, call => call.AddedWait <= run.Patience);
        TimeSpan[] waits = [.. served.Select(call => call.AddedWait).Order()];
        Dictionary<int, int> answers = run.Visits.Where(visit => visit.End == VisitEnd.Answered).CountBy(visit => visit.Call);
        OutageTimes outage = OutageTimes.Of(run);
        CallRecord[] oneFit = OneFit.CallsOf(run);
        return new()
        {
            Offered = run.Calls.Count,
            Served = served.Length,
            Late = served.Length - inTime.Length,
            Refused = run.Calls.Count(call => call.Outcome == CallOutcome.Refused),
            Failed = run.Calls.Count(call => call.Outcome == CallOutcome.Failed),
            Lost = run.Calls.Count(call => call.Outcomes == 0 || (call.Outcome == CallOutcome.Served && !answers.ContainsKey(call.Number))),
            Doubled = run.Calls.Count(call => call.Outcomes > 1 || answers.GetValueOrDefault(call.Number) > 1),
            GoodputRequests = Ratio(inTime.Length, oracle.Requests),
            GoodputTokens = Ratio(inTime.Sum(TokensOf), oracle.Tokens),
            RefusedPer1000 = 1000.0 * run.Visits.Count(visit => visit.End == VisitEnd.RateLimited) / run.Calls.Count,
            WastedTokens = run.Visits.Where(visit => visit.End != VisitEnd.Answered).Sum(visit => visit.ChargedTokens),
            PreferredShare = served.Length == 0 ? 0 : served.Average(call => string.Equals(call.ServedBy, run.Providers[0].Name, StringComparison.Ordinal) ? 1.0 : 0.0),
            OraclePreferredShare = oracle.PreferredShare,
            WaitP50 = Percentile(waits, 0.5),
            WaitP99 = Percentile(waits, 0.99),
            CostRatio = Cost.RatioOf(run, served, oracle),
            OffAfter = outage.OffAfter,
            BackAfter = outage.BackAfter,
            Overshoot = WorstWindow.Of(run),
            EstimateErrorAtStart = EstimateError(served[..(served.Length / 3)]),
            EstimateErrorAtEnd = EstimateError(served[(served.Length * 2 / 3)..]),
            MostRefusedByOne = run.Visits.Where(visit => visit.End == VisitEnd.RateLimited).CountBy(visit => visit.Provider).Values.DefaultIfEmpty().Max(),
            OneFitServed = oneFit.Length == 0 ? null : (double)inTime.Intersect(oneFit).Count() / oneFit.Length,
            LearnedAfter = LearningTime.Of(run),
            DailyLimitProbes = DailyProbes.Of(run),
            Classes = Groups.By(run, call => call.Class, call => CallClass.Of(call.Class).ToString()),
            Tenants = Groups.By(run, call => call.Tenant, call => call.Tenant ?? string.Empty),
        };
    }

    /// <summary>The value that such a share of all does not exceed; zero of none.</summary>
    public static TimeSpan Percentile(TimeSpan[] ascending, double share) =>
        ascending.Length == 0 ? TimeSpan.Zero : ascending[Math.Max(0, (int)Math.Ceiling(share * ascending.Length) - 1)];

    private static double TokensOf(CallRecord call) => (double)call.Call.InputTokens + call.Call.OutputTokens;

    /// <summary>Of nothing, everything.</summary>
    private static double Ratio(double part, double whole) => whole <= 0 ? 1 : part / whole;

    private static double? EstimateError(IEnumerable<CallRecord> served)
    {
        IEnumerable<double?> errors = served
            .Where(call => call is { EstimatedTokens: not null, ActualTokens: > 0 })
            .Select(call => Math.Abs(call.EstimatedTokens!.Value - call.ActualTokens!.Value) / (double?)call.ActualTokens);
        return errors.Average();
    }

    private static Dictionary<TKey, int> CountBy<TKey>(this IEnumerable<ProviderVisit> visits, Func<ProviderVisit, TKey> key)
        where TKey : notnull => visits.GroupBy(key).ToDictionary(same => same.Key, same => same.Count());
}
