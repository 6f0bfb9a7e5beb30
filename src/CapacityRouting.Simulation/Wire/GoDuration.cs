using System.Globalization;

namespace CapacityRouting.Simulation.Wire;

/// <summary>Writes durations in OpenAI's form, to the millisecond and rounded up: <c>40ms</c>, <c>8.64s</c>, <c>6m0s</c>, <c>1h0m0s</c>.</summary>
internal static class GoDuration
{
    private const long Second = 1000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;

    public static string Format(TimeSpan duration)
    {
        long milliseconds = (long)Math.Ceiling(duration.TotalMilliseconds);
        if (milliseconds is > 0 and < Second)
            return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        string hours = milliseconds >= Hour ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / Hour}h") : "";
        string minutes = milliseconds >= Minute ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds % Hour / Minute}m") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{hours}{minutes}{milliseconds % Minute / 1000m:0.###}s");
    }
}
