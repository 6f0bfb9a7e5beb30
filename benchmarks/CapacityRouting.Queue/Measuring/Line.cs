namespace CapacityRouting.Queue.Measuring;

/// <summary>One line of the table.</summary>
/// <param name="What">What it says.</param>
/// <param name="Value">The value that is compared with the target; null where nothing was measured.</param>
/// <param name="Text">How the table shows it.</param>
internal sealed record Line(string What, Func<Readings, double?> Value, Func<Readings, double, string> Text)
{
    /// <summary>What the value should come to; null for a line that only informs.</summary>
    public Target? Target { get; init; }

    /// <summary>The cell whose reason the table shows where nothing was measured.</summary>
    public string? Cell { get; init; }

    /// <summary>A line that shows its value in one format.</summary>
    public static Line Of(string what, Func<Readings, double?> value, string format, Target? target = null, string? cell = null) =>
        new(what, value, (_, number) => number.ToString(format, System.Globalization.CultureInfo.InvariantCulture)) { Target = target, Cell = cell };

    /// <summary>The text of one column.</summary>
    public string Show(Readings readings) =>
        Value(readings) is { } value ? Text(readings, value) : Cell is not null && readings.WhySkipped(Cell) is { } why ? why : "-";

    /// <summary>Whether the target is met; null without a target or a value.</summary>
    public bool? IsMet(Readings readings) => Target is not null && Value(readings) is { } value ? Target.IsMet(value) : null;
}
