using CapacityRouting.Simulation;
using QuickStart.Load;

namespace CapacityRouting.Goodput.Running;

/// <summary>How much of its due the preferred route got, as QuickStart tells it: of the calls that its configured limits allowed, the share that it served.</summary>
internal static class AllowedShare
{
    private static readonly TimeSpan DefaultBurst = TimeSpan.FromSeconds(10);

    /// <summary>Plays the calls, each at the moment at which it reached a provider, against ideal buckets that know of the faults. Null without limits of requests and tokens by the minute.</summary>
    public static double? Of(RunResult run, CapacityLimits? limits)
    {
        if (limits is null || (limits.RequestsPerMinute ?? limits.TokensPerMinute) is null)
            return null;
        ProviderSettings preferred = run.Providers[0];
        IdealBucket requests = new(limits.RequestsPerMinute, limits.Burst ?? DefaultBurst);
        IdealBucket tokens = new(limits.TokensPerMinute, limits.Burst ?? DefaultBurst);
        int allowed = 0;
        foreach ((TimeSpan at, long cost) in run.Calls.Select(call => (call.SentAt + call.AddedWait, call.ActualTokens ?? 0)).OrderBy(call => call.Item1))
        {
            if (preferred.Faults.Any(fault => fault.Covers(at)) || !requests.Fits(1, at) || !tokens.Fits(cost, at))
                continue;
            requests.Take(1);
            tokens.Take(cost);
            allowed++;
        }

        return allowed == 0 ? null : (double)run.Calls.Count(call => string.Equals(call.ServedBy, preferred.Name, StringComparison.Ordinal)) / allowed;
    }
}
