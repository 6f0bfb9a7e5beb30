namespace CapacityRouting.Simulation.Metrics;

/// <summary>The time until a router stops using the preferred provider after it goes down, and the time until it uses it as before after it is back.</summary>
internal readonly record struct OutageTimes(TimeSpan? OffAfter, TimeSpan? BackAfter)
{
    // Probes are not calls: up to this number in the time counts as none.
    private const int MostProbes = 5;
    private const double AsBefore = 0.9;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    public static OutageTimes Of(RunResult run)
    {
        ProviderSettings preferred = run.Providers[0];
        if (preferred.Faults.FirstOrDefault(fault => fault is { Kind: FaultKind.Outage, EveryNth: null } && fault.Period == TimeSpan.Zero) is not { } outage || outage.Until == TimeSpan.MaxValue)
            return default;
        ProviderVisit[] visits = [.. run.Visits.Where(visit => string.Equals(visit.Provider, preferred.Name, StringComparison.Ordinal))];
        return new(Off(visits, run.Workload, outage), Back(visits, outage, run.Workload.Duration));
    }

    /// <summary>The first time after which the provider gets no more than probes: few, and far fewer than there are calls.</summary>
    private static TimeSpan? Off(ProviderVisit[] visits, Workload workload, Fault outage)
    {
        TimeSpan[] during = [.. visits.Where(visit => visit.End == VisitEnd.Unavailable).Select(visit => visit.At)];
        for (int i = 0; i < during.Length; i++)
        {
            TimeSpan until = during[i] + Span;
            int asked = during.Skip(i + 1).TakeWhile(at => at <= until).Count();
            int offered = workload.Calls.Count(call => call.At > during[i] && call.At <= until);
            if (until <= outage.Until && asked < MostProbes && 2 * asked <= offered)
                return during[i] - outage.From;
        }

        return during.Length == 0 ? TimeSpan.Zero : outage.Until - outage.From;
    }

    /// <summary>The first time from which the provider answers as many calls as before the outage.</summary>
    private static TimeSpan? Back(ProviderVisit[] visits, Fault outage, TimeSpan end)
    {
        TimeSpan[] answered = [.. visits.Where(visit => visit.End == VisitEnd.Answered).Select(visit => visit.At)];
        if (outage.From <= TimeSpan.Zero || answered.Length == 0 || answered[0] >= outage.From)
            return null;
        double before = answered.Count(at => at < outage.From) / outage.From.TotalSeconds;
        for (TimeSpan from = outage.Until; from + Span <= end; from += TimeSpan.FromSeconds(1))
            if (answered.Count(at => at >= from && at < from + Span) >= AsBefore * before * Span.TotalSeconds)
                return from - outage.Until;
        return null;
    }
}
