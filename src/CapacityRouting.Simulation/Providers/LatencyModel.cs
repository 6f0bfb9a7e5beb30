namespace CapacityRouting.Simulation;

/// <summary>How long an answer takes: a while until its first token, then a little for each one. Immutable.</summary>
public sealed record LatencyModel
{
    /// <summary>The shortest time to the first token. Default: 150 ms.</summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Up to this much is added to it, evenly spread. Default: 100 ms.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The time of each token. Default: 2 ms.</summary>
    public TimeSpan PerToken { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a refusal or an error takes. Default: 20 ms.</summary>
    public TimeSpan Refusal { get; init; } = TimeSpan.FromMilliseconds(20);
}
