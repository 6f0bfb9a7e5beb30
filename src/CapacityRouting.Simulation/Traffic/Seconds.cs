using System.Globalization;

namespace CapacityRouting.Simulation.Traffic;

/// <summary>Times in a workload file: seconds, with the precision of a <see cref="TimeSpan"/>.</summary>
internal static class Seconds
{
    /// <summary>The time in a text. Null, with the problem, when the text has no valid time.</summary>
    public static TimeSpan? Parse(string text, out string? problem)
    {
        problem = !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? "is not a number" : Problem(seconds);

        // Not parsed from the double: it has no room for years and ticks at once.
        return problem is null ? new TimeSpan((long)Math.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond)) : null;
    }

    public static string Format(TimeSpan time) => ((decimal)time.Ticks / TimeSpan.TicksPerSecond).ToString("0.000####", CultureInfo.InvariantCulture);

    private static string? Problem(double seconds)
    {
        if (!double.IsFinite(seconds))
            return "is not a finite number";
        if (seconds < 0)
            return "is negative";
        return seconds > Require.Longest.TotalSeconds ? $"is more than {Require.Longest.TotalSeconds} (a hundred years, in seconds)" : null;
    }
}
