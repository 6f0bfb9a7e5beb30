using System.Globalization;

namespace CapacityRouting.Simulation.Wire;

/// <summary>The stated wait in a provider's style: in headers, in words, or not at all.</summary>
internal sealed record ToldWait(TimeSpan? InWords, IReadOnlyDictionary<string, string> Headers)
{
    /// <param name="wait">The true wait. Null when there is none.</param>
    /// <param name="style">The style in which it is stated.</param>
    public static ToldWait Of(TimeSpan? wait, RetryAfterStyle style)
    {
        if (wait is not { } exact || style == RetryAfterStyle.Absent)
            return new(null, Named([]));
        return style switch
        {
            RetryAfterStyle.Rounded => new(exact, Named([Seconds(exact)])),
            RetryAfterStyle.Exact => new(exact, Named([Milliseconds(exact), Seconds(exact)])),
            RetryAfterStyle.Prose => new(exact, Named([])),
            _ => new(exact / 2, Named([Milliseconds(exact / 2), Seconds(exact / 2)])),
        };
    }

    // Rounded up: an early retry would be refused again.
    private static (string, string) Seconds(TimeSpan wait) => ("retry-after", Text(Math.Max(1, Math.Ceiling(wait.TotalSeconds))));

    private static (string, string) Milliseconds(TimeSpan wait) => ("retry-after-ms", Text(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))));

    private static string Text(double number) => ((long)number).ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Named((string Name, string Value)[] headers) =>
        headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
}
