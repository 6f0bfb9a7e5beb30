namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>One line of a plot.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Values">One value for each time. Null where there is none.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<double?> Values)
{
    public static PlotSeries Of(string name, IEnumerable<double> values) => new(name, [.. values.Select(value => (double?)value)]);
}
