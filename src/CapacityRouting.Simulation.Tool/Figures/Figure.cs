namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>One figure of a run for a reader.</summary>
/// <param name="Label">The figure's name in plain words.</param>
/// <param name="Value">The value. Null when the run has none.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="Beside">A figure to show beside it, such as the best possible one. Empty for none.</param>
internal sealed record Figure(string Label, double? Value, FigureUnit Unit, string Beside = "")
{
    /// <summary>The figure as text.</summary>
    public string Text => Value is not { } value ? "-" : Beside.Length == 0 ? Words.Of(value, Unit) : $"{Words.Of(value, Unit)} {Beside}";

    /// <summary>The difference to the other figure.</summary>
    public string DifferenceTo(Figure other)
    {
        if (Value is not { } here || other.Value is not { } there)
            return "-";
        double difference = there - here;
        string sign = difference < 0 ? "\u2212" : "+";
        string text = Unit == FigureUnit.Share ? $"{Words.Number(Math.Abs(difference) * 100, 1)} points" : Words.Of(Math.Abs(difference), Unit);
        return string.Equals(text, ZeroText, StringComparison.Ordinal) ? "same" : $"{sign}{text}";
    }

    private string ZeroText => Unit == FigureUnit.Share ? "0 points" : Words.Of(0, Unit);
}
