using CapacityRouting.Abstractions;

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

    /// <summary>Requests a day (RPD), at least 1. Default: unlimited. A day's bucket holds the whole day's limit; see <see cref="DailyReset"/>.</summary>
    public long? RequestsPerDay { get; init; }

    /// <summary>Input and output tokens together a day (TPD), at least 1. Default: unlimited. A day's bucket holds the whole day's limit; see <see cref="DailyReset"/>.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Requests a calendar month, at least 1. Default: unlimited.</summary>
    public long? RequestsPerMonth { get; init; }

    /// <summary>Input and output tokens together a calendar month, at least 1. Default: unlimited.</summary>
    public long? TokensPerMonth { get; init; }

    /// <summary>
    /// What may be spent in a calendar day, in the currency of the routes' prices: more than zero, at most a billion. Every route that
    /// draws on it needs <c>RouteSettings.Prices</c>. A call is admitted by its estimated cost and charged by its reported usage,
    /// so the last calls of a day may cost more than was left, by what they were underestimated. Default: unlimited.
    /// </summary>
    public decimal? CostPerDay { get; init; }

    /// <summary>As <see cref="CostPerDay"/>, in a calendar month. Default: unlimited.</summary>
    public decimal? CostPerMonth { get; init; }

    /// <summary>
    /// How <see cref="RequestsPerDay"/> and <see cref="TokensPerDay"/> come back. Default: as the provider's profile says
    /// (<see cref="ProviderProfile.DailyReset"/>). Months, and what is counted in money, always go by the calendar.
    /// </summary>
    public LimitReset? DailyReset { get; init; }

    /// <summary>
    /// The time zone at whose midnight days and months begin, by its IANA or Windows name: <c>Europe/Berlin</c>, <c>UTC</c>. Default: for
    /// requests and tokens that of the provider's profile (<see cref="ProviderProfile.TimeZone"/>); UTC for money, and where the profile has none.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// Whether limits of a day and of a month are released evenly over the day or the month, and not all at once, so that
    /// they are not used up in its first hours. What was not used so far is kept for later; a day is ahead of the clock by the share of an
    /// hour, a month by that of a day. Where a day refills continuously, its bucket holds the share of an hour. Default: false.
    /// </summary>
    public bool Paced { get; init; }

    /// <summary>Calls under way at once, at least 1. Default: unlimited.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>
    /// How much of a per-minute limit may be spent at once, as the time in which it flows back: more than zero, at most a minute.
    /// It holds for requests and tokens alike. Default: what the provider's profile says (<see cref="ProviderProfile.RequestBurst"/>,
    /// <see cref="ProviderProfile.TokenBurst"/>); 10 seconds, a sixth of the limit, where the provider is not known. A limit that only such a provider's headers tell is had at once, all of it, until it refuses a call.
    /// Where the provider counts in windows (<see cref="ProviderProfile.Limiter"/>), it is their length: 10 seconds is a sixth of the limit in any
    /// 10 seconds. At least one unit can always be had.
    /// </summary>
    public TimeSpan? Burst { get; init; }

    /// <summary>The tokens that even the shortest request is estimated at: one message of one token. A smaller limit of tokens can never pass a request.</summary>
    internal const int ShortestRequest = 5;

    internal bool HasBudget => CostPerDay is not null || CostPerMonth is not null;

    internal long? Of(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute => RequestsPerMinute,
        CapacityDimension.InputTokensPerMinute => InputTokensPerMinute,
        CapacityDimension.OutputTokensPerMinute => OutputTokensPerMinute,
        CapacityDimension.TokensPerMinute => TokensPerMinute,
        CapacityDimension.RequestsPerHour => RequestsPerHour,
        CapacityDimension.TokensPerHour => TokensPerHour,
        CapacityDimension.RequestsPerDay => RequestsPerDay,
        CapacityDimension.TokensPerDay => TokensPerDay,
        CapacityDimension.RequestsPerMonth => RequestsPerMonth,
        CapacityDimension.TokensPerMonth => TokensPerMonth,
        CapacityDimension.CostPerDay => CostPerDay is { } cost ? Money.ToUnits(cost) : null,
        _ => CostPerMonth is { } cost ? Money.ToUnits(cost) : null,
    };
}
