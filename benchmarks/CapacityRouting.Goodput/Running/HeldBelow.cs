using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>How long the router holds itself below a limit of requests that the preferred provider has raised.</summary>
internal static class HeldBelow
{
    private const double Near = 0.95;

    /// <summary>
    /// The time from the last change of the limits until the router's own limit is never again below 95 % of the truth. A limit above the truth that is never met counts as found: the
    /// provider's bucket has room for more than is asked for. Null without a change or without samples.
    /// </summary>
    public static TimeSpan? Of(RunResult run)
    {
        ProviderSettings preferred = run.Providers[0];
        if (run.Samples.Count == 0 || preferred.Changes.MaxBy(change => change.At) is not { } last)
            return null;
        double truth = Near * last.Factor * preferred.Limits.Single(limit => limit.Dimension == CapacityDimension.RequestsPerMinute).Amount;
        RunSample[] after = [.. run.Samples.Where(sample => sample.At >= last.At && sample.At <= run.Workload.Duration)];
        int below = Array.FindLastIndex(after, sample => LimitIn(sample, preferred.Name) < truth);
        return (below + 1 < after.Length ? after[below + 1].At : run.Workload.Duration) - last.At;
    }

    private static double LimitIn(RunSample sample, string route) => sample.Routes
        .Where(each => string.Equals(each.Name, route, StringComparison.Ordinal))
        .SelectMany(each => each.Buckets)
        .Where(bucket => bucket.Dimension == CapacityDimension.RequestsPerMinute)
        .Select(bucket => (double)bucket.Limit)
        .DefaultIfEmpty(double.MaxValue)
        .Min();
}
