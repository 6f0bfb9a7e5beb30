namespace CapacityRouting.Simulation;

/// <summary>The duration of an answer: a time to its first token, then a time for each token.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed record LatencyModel
{
    /// <summary>The shortest time to the first token. Default: 150 ms.</summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The largest addition to it, evenly spread. Default: 100 ms.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The time of each token. Default: 2 ms.</summary>
    public TimeSpan PerToken { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The time of a refusal or an error. Default: 20 ms.</summary>
    public TimeSpan Refusal { get; init; } = TimeSpan.FromMilliseconds(20);
}
