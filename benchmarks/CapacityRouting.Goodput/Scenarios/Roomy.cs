using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Routes with room for all calls a hundredfold, which say nothing in their headers: what binds there is never capacity.</summary>
internal static class Roomy
{
    public const string Preferred = "one";
    public const string Other = "other";

    public static CapacityLimits Limits { get; } = new() { RequestsPerMinute = 1_000_000 };

    /// <summary>A pace at which streams are watched: some gaps of a quarter of a second.</summary>
    public static LatencyModel Talking { get; } = new() { FirstToken = TimeSpan.FromMilliseconds(300), PerToken = TimeSpan.FromMilliseconds(10) };

    public static RouteSpec Route(string name, LatencyModel latency, params Fault[] faults)
    {
        RouteSpec route = Fleet.OpenAI(name, Limits, new(1, 4));
        return route with { Provider = route.Provider with { Headers = HeaderStyle.None, Latency = latency, Faults = faults } };
    }
}
