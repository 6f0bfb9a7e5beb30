using System.Globalization;

namespace CapacityRouting.Simulation.Tool.Tests.Tools;

/// <summary>A colour of a screen.</summary>
internal readonly record struct Colour(int Red, int Green, int Blue)
{
    // Where a line is drawn with soft edges its middle has the colour, or nearly.
    private const int Tolerance = 24;

    /// <summary>Reads <c>#rrggbb</c>.</summary>
    public static Colour Parse(string text)
    {
        int value = int.Parse(text.AsSpan(1, 6), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new(value >> 16, value >> 8 & 255, value & 255);
    }

    public bool IsNear(Colour other) => Math.Max(Math.Abs(Red - other.Red), Math.Max(Math.Abs(Green - other.Green), Math.Abs(Blue - other.Blue))) <= Tolerance;

    /// <summary>This one, painted over another.</summary>
    /// <param name="ground">The other.</param>
    /// <param name="share">How much of this one is seen.</param>
    public Colour Over(Colour ground, double share) => new(Mix(Red, ground.Red, share), Mix(Green, ground.Green, share), Mix(Blue, ground.Blue, share));

    private static int Mix(int paint, int ground, double share) => (int)Math.Round((paint * share) + (ground * (1 - share)));
}
