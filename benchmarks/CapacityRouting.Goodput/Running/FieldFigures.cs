using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>What faults did to callers, and what a router gave up that was well. Computed from visits and calls alone.</summary>
internal sealed record FieldFigures
{
    /// <summary>Requests that reached a provider.</summary>
    public int Attempts { get; init; }

    /// <summary>Of those, the ones that no fault struck and that the router gave up before their end. Callers of the simulation never do.</summary>
    public int GivenUpHealthy { get; init; }

    /// <summary>Calls that a fault struck and that no other request mended: their callers saw it.</summary>
    public int Broken { get; init; }

    /// <summary>Calls that were not served although at least one provider never turned them away or failed them.</summary>
    public int LostNeedlessly { get; init; }

    /// <summary>Calls whose first content came later than the situation's measure of slowness.</summary>
    public int Slow { get; init; }

    /// <summary>The longest time from a call to its first content, or to its failure.</summary>
    public double LatestMs { get; init; }

    /// <summary>From the end of the preferred provider's fault until it was preferred again; null without such a fault, and when it never was.</summary>
    public double? PreferredAgainSeconds { get; init; }

    /// <summary>How long the router held itself below a raised limit; null where no limit changed.</summary>
    public double? HeldBelowSeconds { get; init; }

    public static FieldFigures Of(RunResult run, TimeSpan? slowFrom)
    {
        ILookup<int, ProviderVisit> visits = run.Visits.ToLookup(visit => visit.Call);
        TimeSpan[] latencies = [.. run.Calls.Select(Latency)];
        return new()
        {
            Attempts = run.Visits.Count,
            GivenUpHealthy = run.Visits.Count(visit => visit is { End: VisitEnd.Abandoned, Struck: null }),
            Broken = run.Calls.Count(call => call.Outcome != CallOutcome.Served && visits[call.Number].Any(visit => visit.Struck is not null)),
            LostNeedlessly = run.Calls.Count(call => call.Outcome != CallOutcome.Served && visits[call.Number].DistinctBy(visit => visit.Provider).Count() < run.Providers.Count),
            Slow = slowFrom is { } slow ? latencies.Count(latency => latency >= slow) : 0,
            LatestMs = latencies.DefaultIfEmpty().Max().TotalMilliseconds,
            HeldBelowSeconds = HeldBelow.Of(run)?.TotalSeconds,
            PreferredAgainSeconds = PreferredAgain.After(run)?.TotalSeconds,
        };
    }

    private static TimeSpan Latency(CallRecord call) => (call.FirstContentAt ?? call.EndedAt) - call.SentAt;
}
