using System.Globalization;

namespace CapacityRouting.Simulation.Wire;

/// <summary>Writes durations as OpenAI does: <c>40ms</c>, <c>8.64s</c>, <c>6m0s</c>.</summary>
internal static class GoDuration
{
    public static string Format(TimeSpan duration)
    {
        var milliseconds = (long)Math.Ceiling(duration.TotalMilliseconds);
        if (milliseconds is > 0 and < 1000)
            return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");

        var minutes = milliseconds / 60_000;
        var seconds = milliseconds % 60_000 / 1000m;
        return minutes > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s");
    }
}
