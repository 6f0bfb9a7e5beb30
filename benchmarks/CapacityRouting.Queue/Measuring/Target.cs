namespace CapacityRouting.Queue.Measuring;

/// <summary>What a value should come to.</summary>
/// <param name="Text">How the table says it.</param>
/// <param name="IsMet">Whether a value meets it.</param>
internal sealed record Target(string Text, Predicate<double> IsMet)
{
    public static Target AtMost(double most, string unit = "") => new($"<= {most:#,0.####}{unit}", value => value <= most);

    public static Target AtLeast(double least, string unit = "") => new($">= {least:#,0.####}{unit}", value => value >= least);

    public static Target Below(double bound, string unit = "") => new($"< {bound:#,0.####}{unit}", value => value < bound);
}
