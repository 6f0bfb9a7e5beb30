namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>About a hundred equal parts of a run's time. Events in a part are counted together, so that a plot shows a trend and not single calls.</summary>
internal sealed class TimeBins
{
    private const int Most = 100;
    private static readonly int[] Lengths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400];

    private TimeBins(int count, TimeSpan each)
    {
        Count = count;
        Each = each;
    }

    public int Count { get; }

    public TimeSpan Each { get; }

    /// <summary>The middle of each part, in seconds.</summary>
    public IEnumerable<double> Middles => Enumerable.Range(0, Count).Select(bin => (bin + 0.5) * Each.TotalSeconds);

    /// <summary>Bins of at least a round number of seconds that fill the time exactly. Half a bin at the end would look like a slump.</summary>
    public static TimeBins Of(TimeSpan length)
    {
        int least = Lengths.FirstOrDefault(seconds => seconds * Most >= length.TotalSeconds, Lengths[^1]);
        int count = Math.Max(1, (int)(length.TotalSeconds / least));
        return new(count, length > TimeSpan.Zero ? length / count : TimeSpan.FromSeconds(1));
    }

    /// <summary>The amount in each bin, per minute.</summary>
    public double[] PerMinute<T>(IEnumerable<T> items, Func<T, TimeSpan> at, Func<T, double> amount)
    {
        double[] sums = new double[Count];
        foreach (T item in items)
            sums[IndexOf(at(item))] += amount(item);
        return Array.ConvertAll(sums, sum => sum / Each.TotalMinutes);
    }

    /// <summary>The items of each bin.</summary>
    public ILookup<int, T> Split<T>(IEnumerable<T> items, Func<T, TimeSpan> at) => items.ToLookup(item => IndexOf(at(item)));

    private int IndexOf(TimeSpan at) => Math.Clamp((int)(at / Each), 0, Count - 1);
}
