namespace CapacityRouting.Simulation.Metrics;

/// <summary>The window with the most requests beyond a provider's limit in any window: served, refused, or broken off.</summary>
internal static class WorstWindow
{
    public static double Of(RunResult run)
    {
        double worst = 0;
        foreach (ProviderSettings provider in run.Providers)
        {
            ProviderVisit[] visits = [.. run.Visits.Where(visit =>
                string.Equals(visit.Provider, provider.Name, StringComparison.Ordinal) && visit.End is not (VisitEnd.Unavailable or VisitEnd.TooLong))];
            foreach (ProviderLimit limit in provider.Limits)
                worst = Math.Max(worst, Worst(visits, limit));
        }

        return worst;
    }

    private static double Worst(ProviderVisit[] visits, ProviderLimit limit)
    {
        double allowed = Allowed(limit);
        long most = 0;
        long asked = 0;
        int first = 0;
        foreach (ProviderVisit visit in visits)
        {
            asked += AskedOf(visit, limit.Dimension);
            for (; !AreTogether(visits[first].At, visit.At, limit); first++)
                asked -= AskedOf(visits[first], limit.Dimension);
            most = Math.Max(most, asked);
        }

        return Math.Max(0, (most / allowed) - 1);
    }

    private static bool AreTogether(TimeSpan first, TimeSpan last, ProviderLimit limit) => limit.Shape == LimiterShape.FixedWindow
        ? first.Ticks / limit.Window.Ticks == last.Ticks / limit.Window.Ticks
        : last - first < limit.Window;

    /// <summary>The most units that the limit admits in one window.</summary>
    private static double Allowed(ProviderLimit limit) => limit.Shape switch
    {
        LimiterShape.Continuous or LimiterShape.Utilization => limit.Amount * (1 + ((limit.Burst ?? limit.Window) / limit.Window)),
        LimiterShape.Quantized => limit.Amount * (1 + (limit.Grain / limit.Window)),
        _ => limit.Amount,
    };

    private static long AskedOf(ProviderVisit visit, CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay => 1,
        CapacityDimension.InputTokensPerMinute => visit.AskedInputTokens,
        CapacityDimension.OutputTokensPerMinute => Math.Max(visit.AskedOutputTokens, visit.OutputTokens),
        _ => visit.AskedInputTokens + Math.Max(visit.AskedOutputTokens, visit.OutputTokens),
    };
}
