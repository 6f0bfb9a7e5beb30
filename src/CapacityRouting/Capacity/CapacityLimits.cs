namespace CapacityRouting;

/// <summary>
/// What a provider lets through, as your account page states it. Every limit is optional; one that is not set is not counted.
/// </summary>
/// <remarks>Immutable, and so safe to share between routes and threads. Values are checked when a client is made.</remarks>
public sealed record CapacityLimits
{
    /// <summary>Requests a minute (RPM), at least 1. Default: unlimited.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Input and output tokens together a minute (TPM), at least 1. Default: unlimited.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Input tokens a minute (ITPM), at least 1. Default: unlimited.</summary>
    public long? InputTokensPerMinute { get; init; }

    /// <summary>Output tokens a minute (OTPM), at least 1. Default: unlimited.</summary>
    public long? OutputTokensPerMinute { get; init; }

    /// <summary>Requests an hour (RPH), at least 1. Default: unlimited. An hour's bucket holds the whole hour's limit.</summary>
    public long? RequestsPerHour { get; init; }

    /// <summary>Input and output tokens together an hour (TPH), at least 1. Default: unlimited. An hour's bucket holds the whole hour's limit.</summary>
    public long? TokensPerHour { get; init; }

    /// <summary>Requests a day (RPD), at least 1. Default: unlimited. A day's bucket holds the whole day's limit.</summary>
    public long? RequestsPerDay { get; init; }

    /// <summary>Input and output tokens together a day (TPD), at least 1. Default: unlimited. A day's bucket holds the whole day's limit.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Calls under way at once, at least 1. Default: unlimited.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>
    /// How much of a per-minute limit may be spent at once, as the time in which it flows back: more than zero, at most a minute.
    /// It holds for requests and tokens alike. Default: what the provider's profile says (<see cref="ProviderProfile.RequestBurst"/>,
    /// <see cref="ProviderProfile.TokenBurst"/>); 10 seconds, a sixth of the limit, where the provider is not known.
    /// Where the provider counts in windows (<see cref="ProviderProfile.Limiter"/>), it is their length: 10 seconds is a sixth of the limit in any
    /// 10 seconds. At least one unit can always be had.
    /// </summary>
    public TimeSpan? Burst { get; init; }

    internal long? Of(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute => RequestsPerMinute,
        CapacityDimension.InputTokensPerMinute => InputTokensPerMinute,
        CapacityDimension.OutputTokensPerMinute => OutputTokensPerMinute,
        CapacityDimension.TokensPerMinute => TokensPerMinute,
        CapacityDimension.RequestsPerHour => RequestsPerHour,
        CapacityDimension.TokensPerHour => TokensPerHour,
        CapacityDimension.RequestsPerDay => RequestsPerDay,
        _ => TokensPerDay,
    };
}
