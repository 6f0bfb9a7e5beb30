namespace CapacityRouting.Simulation.Metrics;

/// <summary>The requests to the preferred provider after its requests of the day are used up. Each of them is useless.</summary>
internal static class DailyProbes
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    /// <summary>The most such requests in any ten minutes. Null without a limit of requests per day.</summary>
    public static int? Of(RunResult run)
    {
        ProviderSettings preferred = run.Providers[0];
        if (preferred.Limits.FirstOrDefault(limit => limit.Dimension == CapacityDimension.RequestsPerDay) is not { } limit)
            return null;
        ProviderVisit[] visits = [.. run.Visits.Where(visit => string.Equals(visit.Provider, preferred.Name, StringComparison.Ordinal))];
        return visits.GroupBy(visit => visit.At.Ticks / limit.Window.Ticks).Max(day => Most(InVain(day, limit.Amount))) ?? 0;
    }

    /// <summary>The times of requests on a day whose limit was already used up.</summary>
    private static TimeSpan[] InVain(IEnumerable<ProviderVisit> day, long allowed)
    {
        List<TimeSpan> inVain = [];
        long admitted = 0;
        foreach (ProviderVisit visit in day)
            if (visit.End is not (VisitEnd.RateLimited or VisitEnd.Unavailable or VisitEnd.TooLong))
                admitted++;
            else if (visit.End == VisitEnd.RateLimited && admitted >= allowed)
                inVain.Add(visit.At);
        return [.. inVain];
    }

    private static int? Most(TimeSpan[] ascending) => ascending.Select((first, i) => ascending.Skip(i).TakeWhile(at => at - first < Span).Count()).DefaultIfEmpty().Max();
}
