using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>How much of the providers' limits was used for answers, from the first call to the last one.</summary>
internal static class LimitUse
{
    /// <summary>
    /// The mean over the providers: of what its tightest limit would have let through, beginning with a full bucket, the share that answered requests took. Null where a provider has no
    /// limits.
    /// </summary>
    public static double? Of(RunResult run)
    {
        if (run.Providers.Any(provider => provider.Limits.Count == 0))
            return null;
        TimeSpan until = run.Calls.Max(call => call.SentAt);
        ILookup<string, SimulatedCall> answered = run.Visits
            .Where(visit => visit.End == VisitEnd.Answered && visit.Call >= 0 && visit.At <= until)
            .ToLookup(visit => visit.Provider, visit => run.Calls[visit.Call].Call, StringComparer.Ordinal);
        return run.Providers.Average(provider => provider.Limits.Max(limit =>
            answered[provider.Name].Sum(call => (double)provider.Charge.InAll(call, limit.Dimension)) / LetThrough(limit, until)));
    }

    private static double LetThrough(ProviderLimit limit, TimeSpan until) => limit.Amount * (((limit.Burst ?? limit.Window) + until) / limit.Window);
}
