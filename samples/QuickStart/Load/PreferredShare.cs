using CapacityRouting;
using CapacityRouting.Simulation;

namespace QuickStart.Load;

/// <summary>
/// How much of its due the preferred route got: the calls it served, divided by the calls its configured limits allowed.
/// </summary>
/// <remarks>
/// What the limits allowed is found by playing the run's calls, each at the moment at which it was routed, against ideal
/// buckets: full at the start, holding the configured burst, refilled at the configured rate, charged one request and the tokens
/// that the call really cost. The ideal knows when the outage begins and ends, takes every call that fits outside it, wastes no
/// attempt within it and has no limit on what is in flight. The router loses share for every call that it sends elsewhere
/// needlessly, among them those it sends before it has noticed that the outage is over.
/// </remarks>
internal static class PreferredShare
{
    private static readonly TimeSpan DefaultBurst = TimeSpan.FromSeconds(10);

    public static double Of(int served, CapacityLimits limits, IReadOnlyList<Fault> outages, IEnumerable<CallResult> results)
    {
        var allowed = AllowedCalls(limits, outages, results.OrderBy(result => result.RoutedAt));
        return allowed == 0 ? 1 : Math.Round((double)served / allowed, 4);
    }

    private static int AllowedCalls(CapacityLimits limits, IReadOnlyList<Fault> outages, IEnumerable<CallResult> calls)
    {
        var burst = limits.Burst ?? DefaultBurst;
        var requests = new IdealBucket(limits.RequestsPerMinute, burst);
        var tokens = new IdealBucket(limits.TokensPerMinute, burst);
        var allowed = 0;
        foreach (var call in calls.Where(call => !outages.Any(outage => outage.Covers(call.RoutedAt))))
        {
            if (requests.Fits(1, call.RoutedAt) && tokens.Fits(call.Tokens, call.RoutedAt))
            {
                requests.Take(1);
                tokens.Take(call.Tokens);
                allowed++;
            }
        }

        return allowed;
    }
}
