using System.Globalization;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>A mean and half the width of its 95 % confidence interval (Student's t).</summary>
internal readonly record struct Interval(double Mean, double HalfWidth)
{
    // The 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
        2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
        2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    public static Interval Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        if (all.Length < 2)
            return new(mean, 0);
        double variance = all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1);
        return new(mean, Quantiles[Math.Min(all.Length - 1, Quantiles.Length) - 1] * Math.Sqrt(variance / all.Length));
    }

    public string Text(string format) => HalfWidth == 0
        ? Mean.ToString(format, CultureInfo.InvariantCulture)
        : $"{Mean.ToString(format, CultureInfo.InvariantCulture)} ± {HalfWidth.ToString(format, CultureInfo.InvariantCulture)}";
}
