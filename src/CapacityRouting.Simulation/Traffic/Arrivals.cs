namespace CapacityRouting.Simulation.Traffic;

/// <summary>The arrival times of calls in ascending order, from zero up to a duration, without that moment itself.</summary>
internal static class Arrivals
{
    public static IEnumerable<TimeSpan> Steady(double rate, TimeSpan duration, Distributions draw) =>
        Renewed(draw.Exponential(1 / rate), () => draw.Exponential(1 / rate), duration);

    /// <summary>Gaps of a gamma distribution, seen from a random beginning.</summary>
    public static IEnumerable<TimeSpan> Bursty(double rate, double coefficientOfVariation, TimeSpan duration, Distributions draw)
    {
        double shape = 1 / (coefficientOfVariation * coefficientOfVariation);
        double scale = 1 / (rate * shape);

        // A random beginning lies within a long gap more often than within a short one, in proportion to its length, and anywhere
        // in it. A whole gap instead would start every workload with a burst, and bring more calls than the rate says.
        double first = draw.Uniform() * draw.Gamma(shape + 1, scale);
        return Renewed(first, () => draw.Gamma(shape, scale), duration);
    }

    /// <summary>A rate that changes. Arrivals at the highest rate are kept with the probability of the current rate relative to it.</summary>
    public static IEnumerable<TimeSpan> Thinned(Func<TimeSpan, double> rateAt, double highest, TimeSpan duration, Distributions draw) =>
        Steady(highest, duration, draw).Where(at => draw.Uniform() * highest < rateAt(at));

    public static IEnumerable<TimeSpan> Scattered(int calls, TimeSpan within, Distributions draw)
    {
        long[] ticks = [.. Enumerable.Range(0, calls).Select(_ => (long)(draw.Uniform() * within.Ticks))];
        Array.Sort(ticks);
        return ticks.Select(at => new TimeSpan(at));
    }

    // Each gap is rounded to whole ticks by itself. Sums of fractions would carry the last digit from call to call, and machines differ in that digit.
    private static IEnumerable<TimeSpan> Renewed(double first, Func<double> gap, TimeSpan duration)
    {
        for (long at = Ticks(first); at < duration.Ticks; at += Ticks(gap()))
            yield return new TimeSpan(at);
    }

    private static long Ticks(double seconds) => (long)Math.Min(Math.Round(seconds * TimeSpan.TicksPerSecond), Require.Longest.Ticks);
}
