namespace CapacityRouting.Queue.Measuring;

/// <summary>Everything that was measured of one figure at one commit.</summary>
internal sealed class Readings
{
    private readonly Dictionary<(string Cell, string Value), List<double>> _values = [];
    private readonly Dictionary<string, string> _skipped = [];

    public void Add(string cell, Dictionary<string, double> values)
    {
        foreach ((string name, double value) in values)
        {
            if (!_values.TryGetValue((cell, name), out List<double>? all))
                _values[(cell, name)] = all = [];
            all.Add(value);
        }
    }

    public void Skip(string cell, string why) => _skipped[cell] = why;

    public string? WhySkipped(string cell) => _skipped.GetValueOrDefault(cell);

    public double? Min(string cell, string value) => Of(cell, value) is { Count: > 0 } all ? all.Min() : null;

    public double? Max(string cell, string value) => Of(cell, value) is { Count: > 0 } all ? all.Max() : null;

    public double? Sum(string cell, string value) => Of(cell, value) is { Count: > 0 } all ? all.Sum() : null;

    public double? Median(string cell, string value) => Of(cell, value) is { Count: > 0 } all ? all.Order().ElementAt(all.Count / 2) : null;

    private List<double> Of(string cell, string value) => _values.GetValueOrDefault((cell, value)) ?? [];
}
