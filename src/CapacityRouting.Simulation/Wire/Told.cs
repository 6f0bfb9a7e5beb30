using System.Globalization;
using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Wire;

/// <summary>Figures in a provider's header style: in whole numbers, true or not.</summary>
internal static class Told
{
    public static string Limit(this HeaderStyle style, in Standing standing) => Text(standing.Limit * style.Factor);

    public static string Remaining(this HeaderStyle style, in Standing standing, long roundedTo = 1) =>
        Text(Math.Round(standing.Remaining * (style.RemainingFactor ?? style.Factor) / roundedTo, MidpointRounding.AwayFromZero) * roundedTo);

    public static bool IsComplete(this HeaderStyle style) => style.Detail == HeaderDetail.Full;

    public static string Text(double number) => ((long)number).ToString(CultureInfo.InvariantCulture);
}
