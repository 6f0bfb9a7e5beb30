using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;
using CapacityRouting.Wire;

namespace CapacityRouting.Tests.Failures.Providers;

/// <summary>Response headers as a test writes them, a line each, and what a dialect reads in them.</summary>
internal static class HeaderSet
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ObservedResponse Response(string lines) => new(200, Pairs(lines));

    /// <summary>The same over the real header collection of an <see cref="HttpResponseMessage"/>.</summary>
    public static ObservedResponse LiveResponse(string lines)
    {
        HttpResponseMessage message = new();
        foreach ((string name, string value) in Pairs(lines))
            message.Headers.TryAddWithoutValidation(name, value);
        return new(WireHead.Of(message), error: "");
    }

    /// <summary>What is read, however the window is known.</summary>
    public static LimitReading[] Read(this HeaderDialect dialect, string lines) => dialect.Read(Response(lines));

    /// <summary>What is read, however the window is known.</summary>
    public static LimitReading[] Read(this HeaderDialect dialect, ObservedResponse response) =>
        [.. dialect.ReadAll(response).Select(reading => reading with { Window = default })];

    public static IEnumerable<WindowOrigin> Origins(this HeaderDialect dialect, string lines) =>
        dialect.ReadAll(Response(lines)).Select(reading => reading.Window);

    private static LimitReading[] ReadAll(this HeaderDialect dialect, ObservedResponse response)
    {
        LimitReading[] readings = new LimitReading[HeaderDialect.MostReadings];
        int count = dialect.Read(response, Now, readings);
        return readings[..count];
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string lines) =>
        from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        select KeyValuePair.Create(line[..colon].Trim(), line[(colon + 1)..].Trim());
}
