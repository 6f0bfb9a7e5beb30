namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>One line of a plot.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">A value for each time; null where there is none.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<double?> Values)
{
    public static PlotSeries Of(string name, IEnumerable<double> values) => new(name, [.. values.Select(value => (double?)value)]);
}
