namespace CapacityRouting.Queue.Measuring;

/// <summary>One situation of a figure, prepared once and measured as often as the figure asks, in turn with the figure's other cells.</summary>
internal interface ICell
{
    /// <summary>Measures it once.</summary>
    /// <returns>Values by name.</returns>
    Task<Dictionary<string, double>> MeasureAsync();
}
