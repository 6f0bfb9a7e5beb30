using System.Globalization;

namespace CapacityRouting.Goodput.Figures;

/// <summary>What a figure has to keep to, and how both are written.</summary>
/// <param name="Kind">Which side of the value is the right one.</param>
/// <param name="Value">The value.</param>
/// <param name="Format">How figures of this kind are written. A difference that it does not show does not count.</param>
internal readonly record struct Bound(BoundKind Kind, double Value, string Format)
{
    /// <summary>Half of the last digit that is shown.</summary>
    public double Unnoticed => 0.5 * Math.Pow(10, -Decimals);

    public string Text => $"{Sign} {Shown(Value)}";

    private int Decimals => Format.IndexOf('.', StringComparison.Ordinal) is >= 0 and int point ? Format.Length - 1 - point : 0;

    private string Sign => Kind switch
    {
        BoundKind.AtLeast => ">=",
        BoundKind.AtMost => "<=",
        _ => "<",
    };

    public string Shown(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    public bool IsMetBy(double value) => Kind switch
    {
        BoundKind.AtLeast => value >= Value,
        BoundKind.AtMost => value <= Value,
        _ => value < Value,
    };

    /// <summary>By how much the second of two values is worse than the first; below zero when it is better.</summary>
    public double Fall(double before, double now) => Kind == BoundKind.AtLeast ? before - now : now - before;
}
