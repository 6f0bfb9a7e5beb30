namespace CapacityRouting.Simulation.Metrics;

/// <summary>
/// The time until the router knows the preferred provider's tightest limit, and does not forget it again. The limits of the others cannot be
/// learned: calls never reach them.
/// </summary>
internal static class LearningTime
{
    /// <summary>The largest error at which the limit counts as known.</summary>
    private const double Near = 0.05;

    /// <summary>The time since the start, or since the last change of the limits; as long as the run goes on when the limit was not known at its end; null without samples.</summary>
    public static TimeSpan? Of(RunResult run)
    {
        if (run.Samples.Count == 0 || run.Providers[0].Limits.Count == 0)
            return null;
        LimitChange? last = run.Providers[0].Changes.MaxBy(change => change.At);
        TimeSpan from = last?.At ?? TimeSpan.Zero;
        ProviderLimit truth = LimitChange.Scaled(Tightest(run), last?.Factor ?? 1);
        RunSample[] within = [.. run.Samples.Where(sample => sample.At >= from && sample.At <= run.Workload.Duration)];
        int wrong = Array.FindLastIndex(within, sample => !IsKnown(sample, run.Providers[0].Name, truth));
        return (wrong + 1 < within.Length ? within[wrong + 1].At : run.Workload.Duration) - from;
    }

    /// <summary>The limit that these calls would use up first.</summary>
    private static ProviderLimit Tightest(RunResult run) =>
        run.Providers[0].Limits.MinBy(limit => PerSecond(limit) / run.Workload.Calls.Average(call => run.Providers[0].Charge.InAll(call, limit.Dimension)))!;

    private static bool IsKnown(RunSample sample, string provider, ProviderLimit truth)
    {
        BucketSnapshot[] buckets = [.. sample.Routes
            .Where(route => string.Equals(route.Name, provider, StringComparison.Ordinal))
            .SelectMany(route => route.Buckets)
            .Where(bucket => bucket.Dimension == truth.Dimension)];
        return buckets.Length > 0 && Math.Abs((buckets.Min(bucket => (double)bucket.Limit / bucket.Window.TotalSeconds) / PerSecond(truth)) - 1) <= Near;
    }

    private static double PerSecond(ProviderLimit limit) => limit.Amount / limit.Window.TotalSeconds;
}
