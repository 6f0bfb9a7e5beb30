using CapacityRouting.Abstractions;

namespace CapacityRouting;

/// <summary>The limits of one account or route, as the provider's account page states them. A limit that is not set is not counted.</summary>
/// <remarks>Immutable, and so safe to share between routes and threads. A client checks the values when it is made.</remarks>
/// <example>
/// <code>
/// ModelRoute gpt = new("gpt", client)
/// {
///     Limits = new()
///     {
///         RequestsPerMinute = 500,
///         TokensPerMinute = 200_000,
///         CostPerDay = 25,
///         TimeZone = "UTC",
///     },
///     Prices = new() { InputPerMillion = 2.50m, OutputPerMillion = 10 },
/// };
/// </code>
/// </example>
public sealed record CapacityLimits
{
    /// <summary>Requests a minute (RPM), at least 1. Default: unlimited.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Input and output tokens together a minute (TPM), at least 5: no request is shorter. Default: unlimited.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Input tokens a minute (ITPM), at least 5: no request is shorter. Default: unlimited.</summary>
    public long? InputTokensPerMinute { get; init; }

    /// <summary>Output tokens a minute (OTPM), at least 1. Default: unlimited.</summary>
    public long? OutputTokensPerMinute { get; init; }

    /// <summary>Requests an hour (RPH), at least 1. Default: unlimited. The bucket holds the limit of the whole hour.</summary>
    public long? RequestsPerHour { get; init; }

    /// <summary>Input and output tokens together an hour (TPH), at least 5: no request is shorter. Default: unlimited. The bucket holds the limit of the whole hour.</summary>
    public long? TokensPerHour { get; init; }

    /// <summary>Requests a day (RPD), at least 1. Default: unlimited. The bucket holds the limit of the whole day; see <see cref="DailyReset"/>.</summary>
    public long? RequestsPerDay { get; init; }

    /// <summary>
    /// Input and output tokens together a day (TPD), at least 5: no request is shorter. Default: unlimited. The bucket holds the limit of the whole day; see
    /// <see cref="DailyReset"/>.
    /// </summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Requests a calendar month, at least 1. Default: unlimited.</summary>
    public long? RequestsPerMonth { get; init; }

    /// <summary>Input and output tokens together a calendar month, at least 5: no request is shorter. Default: unlimited.</summary>
    public long? TokensPerMonth { get; init; }

    /// <summary>
    /// The budget of a calendar day, in the currency of the routes' prices: more than zero, at most a billion. Default: unlimited.
    /// Every route that draws on it needs <see cref="RouteSettings.Prices"/>. A call is admitted by its estimated cost and charged by its reported usage.
    /// So the last calls of a day may cost more than was left, by the error of their estimates.
    /// </summary>
    public decimal? CostPerDay { get; init; }

    /// <summary>The budget of a calendar month. Range and rules are those of <see cref="CostPerDay"/>. Default: unlimited.</summary>
    public decimal? CostPerMonth { get; init; }

    /// <summary>
    /// How <see cref="RequestsPerDay"/> and <see cref="TokensPerDay"/> reset. Default: <see cref="ProviderProfile.DailyReset"/> of the route's profile.
    /// Limits of a month and budgets always reset by the calendar.
    /// </summary>
    public LimitReset? DailyReset { get; init; }

    /// <summary>
    /// The time zone in which days and months begin at midnight, by its IANA or Windows name: <c>Europe/Berlin</c>, <c>UTC</c>.
    /// Default for requests and tokens: <see cref="ProviderProfile.TimeZone"/> of the route's profile. Default for budgets, and where the profile has none: UTC.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// Whether limits of a day and of a month are released evenly over the period, instead of all at once. Default: false.
    /// Set it where the first hours of a period must not use up all of it. What was not used is kept for later.
    /// A day runs ahead of the clock by the share of an hour, a month by the share of a day. Where a day refills continuously, its bucket holds the share of an hour.
    /// </summary>
    public bool Paced { get; init; }

    /// <summary>Calls under way at once, at least 1. Default: unlimited.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>
    /// The burst: how much of a per-minute limit may be spent at once, as the time in which it flows back. More than zero, at most a minute.
    /// It holds for requests and tokens alike. At least one unit is always available.
    /// Default: the profile's <see cref="ProviderProfile.RequestBurst"/> and <see cref="ProviderProfile.TokenBurst"/>; 10 seconds, a sixth of the limit, for an unknown provider.
    /// A limit that is known only from the headers of an unknown provider is available at once and in full, until it refuses a call.
    /// Where the provider counts in windows (<see cref="ProviderProfile.Limiter"/>), the burst is their length: 10 seconds is a sixth of the limit in any 10 seconds.
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
