namespace CapacityRouting.Queue.Measuring;

/// <summary>Quantiles of a sample.</summary>
internal static class Quantile
{
    /// <summary>The value below which that share of the sample lies; zero for an empty one.</summary>
    public static double Of(IReadOnlyCollection<double> values, double share) =>
        values.Count == 0 ? 0 : values.Order().ElementAt(Math.Min(values.Count - 1, (int)(share * values.Count)));
}
