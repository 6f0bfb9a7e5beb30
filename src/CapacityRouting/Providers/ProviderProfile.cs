namespace CapacityRouting;

/// <summary>
/// How a provider announces and charges capacity: the dialect of its rate-limit headers, what it charges at admission, how its
/// limiter counts.
/// </summary>
/// <remarks>Immutable, and so safe to share. Take a known one and change it: <c>ProviderProfile.OpenAI with { ... }</c>.</remarks>
public sealed record ProviderProfile
{
    internal ProviderProfile(string name) => Name = name;

    /// <summary>The provider's name, as snapshots show it.</summary>
    public string Name { get; }

    /// <summary>Whether the provider charges <c>max_tokens</c> when it admits a call, rather than what the model writes.</summary>
    public bool ReservesMaxOutputTokens { get; init; }

    /// <summary>What a cached input token counts of a fresh one: 0 (free) to 1. Default: 1.</summary>
    public double CachedTokenWeight { get; init; } = 1;

    /// <summary>Whether a call that failed counts towards the request limits. Default: true, the safe assumption.</summary>
    public bool ChargesFailedCalls { get; init; } = true;

    /// <summary>How its limiter counts.</summary>
    public LimiterKind Limiter { get; init; }

    /// <summary>How much of a minute's requests may be spent at once, as the time in which they flow back. Default: 10 seconds.</summary>
    public TimeSpan RequestBurst { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much of a minute's tokens may be spent at once, as the time in which they flow back. Default: 10 seconds.</summary>
    public TimeSpan TokenBurst { get; init; } = TimeSpan.FromSeconds(10);
}
