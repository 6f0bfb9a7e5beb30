using CapacityRouting.Settings;

namespace CapacityRouting;

/// <summary>The policy of a router: the waits, the attempts and the time limits of its requests.</summary>
/// <remarks>Not thread-safe: set it up before a client is made. The client copies it, and throws an <see cref="ArgumentException"/> with every wrong setting.</remarks>
/// <example>
/// <code>
/// CapacityRoutingOptions options = new()
/// {
///     MaxWait = TimeSpan.FromSeconds(5),
///     Deadline = TimeSpan.FromSeconds(60),
///     MaxAttempts = 3,
///     Timeouts = new() { FirstToken = TimeSpan.FromSeconds(15) },
/// };
/// return new CapacityAwareChatClient(routes, options);
/// </code>
/// </example>
public sealed class CapacityRoutingOptions
{
    /// <summary>
    /// The longest wait of a request for capacity, zero to seven days. Default: 10 seconds. A request waits only when a route will have room in
    /// time; otherwise it is refused at once. Where calls under way are in the way, the start is estimated from their age and from the usual length of calls.
    /// A route without a known limit takes ten calls at once at first, one more with each answer and twice as many with each second, while
    /// another route could take the rest in time. Set zero to go to the next route, or fail, at once.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a request waits for a better ranked route while another could take it now. Part of <see cref="MaxWait"/>; zero to seven days.
    /// Default: zero, no wait.
    /// </summary>
    public TimeSpan MaxWaitForPreferred { get; set; }

    /// <summary>
    /// The waiting time after which a request moves up to the next priority: from background to normal, from normal to critical. So no priority starves another for ever. It changes the
    /// order of starts, never the reserves. More than zero, at most seven days; <see cref="TimeLimit.None"/> turns it off. Default: 30 seconds.
    /// </summary>
    public TimeLimit AgingInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The most requests that may wait at once, at least 1. Default: 50,000. One more is refused. A waiting request takes about a kilobyte besides its own
    /// messages. Lower it where memory is short.
    /// </summary>
    public int MaxQueueLength { get; set; } = 50_000;

    /// <summary>
    /// The share of its burst that a route must have left to be preferred to later routes, 0 to 1. Default: 0.1. Below it the route with most left is
    /// taken. In the long run nothing is lost, and in a burst no request goes to the edge of a limit while another route has plenty.
    /// 0 uses the preferred route to the last unit. It holds for limits of a minute.
    /// </summary>
    public double PreferredReserve { get; set; } = 0.1;

    /// <summary>The share of every per-minute burst that background requests leave to the others, 0 to 1. Default: 0.5.</summary>
    public double BackgroundReserve { get; set; } = 0.5;

    /// <summary>
    /// The share of every per-minute burst that only critical requests may take, 0 to 1. Default: 0.02. It makes up for what cannot be known exactly, such
    /// as the tokens of calls under way. It costs a little of a burst once, and nothing of the rate. Where a provider counts in windows shorter than the
    /// limit's own it is at least 0.04, unless it is 0: the errors of few estimates do not even out.
    /// </summary>
    public double SafetyReserve { get; set; } = 0.02;

    /// <summary>The longest time of a request, waits and attempts together, up to the start of a stream. More than zero, at most seven days. Default: none. Set it below your own callers' timeout.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>
    /// The most attempts of a request, at least 1. Every one counts, also those of <see cref="RetryWhenAlone"/>. Default: every route once, and four more of a route that is
    /// asked again. With <see cref="RequestRouting.RestartElsewhere"/> it is one more. Lower it to bound the cost of a failing request.
    /// </summary>
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// Whether a request asks a route again that has failed it, when no other route is left: every other one has failed too, or cannot take it within <see cref="MaxWait"/>.
    /// Default: true. The route is asked after the wait that it stated, else after a jittered backoff of 0.2 seconds that triples each time. The waits are part of
    /// <see cref="MaxWait"/>, so with a <see cref="MaxWait"/> of zero no route is asked again. <see cref="Deadline"/>, <see cref="MaxAttempts"/> and <see cref="RetryBudget"/> hold.
    /// Only an overload, a server error, a rate limit or a lost connection is tried again, where the provider's response or status, a stated wait or an exception of the transport
    /// shows it. A timeout is not, nor a call that its SDK or a <see cref="RouteSettings.ResiliencePipeline"/> was seen to repeat, nor an answer that has begun.
    /// </summary>
    public bool RetryWhenAlone { get; set; } = true;

    /// <summary>
    /// The time limits of attempts, on every route without limits of its own. A null value in it is the default that <see cref="AttemptTimeouts"/> names.
    /// </summary>
    public AttemptTimeouts Timeouts { get; set; } = new();

    /// <summary>
    /// How often another route may continue an answer that breaks off after its first content, zero or more. Default: 0; the caller gets a
    /// <see cref="StreamInterruptedException"/>. The continuing route gets the conversation and the part of the answer that has arrived, as an assistant message at its end.
    /// Where its provider does not accept that (<see cref="ProviderProfile.SupportsAssistantPrefill"/>), its model is asked to begin with the last words of that part. An answer that begins
    /// otherwise is not used: the next route is asked, or the caller gets the exception. Text that a route repeats at the seam is removed. Only plain text is
    /// continued: never after a tool call, signed reasoning or data, never structured output, no answer with a
    /// <c>ConversationId</c>, and no call that is bound to a route.
    /// </summary>
    public int MaxContinuations { get; set; }

    /// <summary>
    /// How long the router remembers which route made a conversation, a background response, signed reasoning or a tool call. More than zero, at most seven days. Default: 1 day.
    /// </summary>
    public TimeSpan StateExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The most such entries that are remembered, at least 1. Default: 10,000. The oldest are forgotten first.</summary>
    public int MaxStateEntries { get; set; } = 10_000;

    /// <summary>When a route's circuit breaker opens. Default: the defaults of <see cref="CircuitBreakerSettings"/>.</summary>
    public CircuitBreakerSettings CircuitBreaker { get; set; } = new();

    /// <summary>How often all requests together may ask a route again that has failed them. Default: the defaults of <see cref="RetryBudgetSettings"/>.</summary>
    public RetryBudgetSettings RetryBudget { get; set; } = new();

    /// <summary>Whether a request goes on to the next route after a provider's content filter refused it. Default: false.</summary>
    public bool FailoverOnContentFilter { get; set; }

    /// <summary>
    /// What rate-limit headers may change. Default: <see cref="HeaderLimitUse.Tighten"/>. Stated limits then add limits that are not configured and lower
    /// those that are, and never raise one above its configured value.
    /// </summary>
    public HeaderLimitUse HeaderLimits { get; set; } = HeaderLimitUse.Tighten;

    /// <summary>
    /// The estimator of input tokens, for every route without a <see cref="RouteSettings.TokenEstimator"/> of its own. Default: none; the built-in estimate is a
    /// token for every four characters, and prices for images, tools and schemas. Each estimate is corrected, for each route, by what its provider reports.
    /// </summary>
    public ITokenEstimator? TokenEstimator { get; set; }

    /// <summary>Your own classifier of failures, asked before the built-in rules. Default: none.</summary>
    public IFailureClassifier? FailureClassifier { get; set; }

    /// <summary>
    /// Readers of SDK exceptions, for clients without a <see cref="CapacityObserver"/>; the adapter packages add theirs with
    /// <c>UseOpenAI()</c>, <c>UseAnthropic()</c> and <c>UseAzure()</c>. Asked in order. Default: none; exceptions of the base library are always read.
    /// </summary>
    public IList<IExceptionReader> ExceptionReaders { get; private set; } = [];

    /// <summary>
    /// The store of the use of long limits (days, months, money) over a restart. Default: none; with dependency injection the container's <see cref="IQuotaSource"/>, if one is registered
    /// (for a keyed router, under its key). Each router needs its own. Use is noted there before it is spent, in steps of a hundredth of the limit: a process that is killed loses at most
    /// one step of each limit, and never spends more than the limit. Calls under such limits wait for the load and for the first note, within <see cref="MaxWait"/> and for at most 2 seconds each. A disposal
    /// saves the use alone, and waits for that for at most 2 seconds.
    /// </summary>
    public IQuotaSource? QuotaSource { get; set; }

    /// <summary>
    /// Whether calls under long limits are refused while the <see cref="QuotaSource"/> does not answer: a call of it has thrown, or takes more than 2 seconds. They may then spend only what has
    /// been noted. Default: false. Such calls then go on, one warning is logged, and what they spend until the source answers again is forgotten if the process is killed.
    /// </summary>
    public bool QuotaSourceFailClosed { get; set; }

    /// <summary>
    /// The seed of everything random, which is the spread of backoffs. Default: none; each router of a process spreads differently. Set it to repeat a simulation or a test.
    /// </summary>
    public int? RandomSeed { get; set; }

    internal static SettingTable<CapacityRoutingOptions> Table { get; } = new()
    {
        { nameof(MaxWait), options => options.MaxWait, (ref options, value) => options.MaxWait = value, Times.NotNegative },
        { nameof(MaxWaitForPreferred), options => options.MaxWaitForPreferred, (ref options, value) => options.MaxWaitForPreferred = value, Times.NotNegative },
        { nameof(AgingInterval), options => options.AgingInterval, (ref options, value) => options.AgingInterval = value, Times.Limit },
        { nameof(MaxQueueLength), options => options.MaxQueueLength, (ref options, value) => options.MaxQueueLength = value, Numbers.AtLeast(1) },
        { nameof(PreferredReserve), options => options.PreferredReserve, (ref options, value) => options.PreferredReserve = value, Numbers.Share },
        { nameof(BackgroundReserve), options => options.BackgroundReserve, (ref options, value) => options.BackgroundReserve = value, Numbers.Share },
        { nameof(SafetyReserve), options => options.SafetyReserve, (ref options, value) => options.SafetyReserve = value, Numbers.Share },
        { nameof(Deadline), options => options.Deadline, (ref options, value) => options.Deadline = value, Times.Positive },
        { nameof(MaxAttempts), options => options.MaxAttempts, (ref options, value) => options.MaxAttempts = value, Numbers.AtLeast(1) },
        { nameof(RetryWhenAlone), options => options.RetryWhenAlone, (ref options, value) => options.RetryWhenAlone = value, Texts.Flag },
        { nameof(Timeouts), options => options.Timeouts, (ref options, value) => options.Timeouts = value, AttemptTimeouts.Table },
        { nameof(MaxContinuations), options => options.MaxContinuations, (ref options, value) => options.MaxContinuations = value, Numbers.AtLeast(0) },
        { nameof(StateExpiry), options => options.StateExpiry, (ref options, value) => options.StateExpiry = value, Times.Positive },
        { nameof(MaxStateEntries), options => options.MaxStateEntries, (ref options, value) => options.MaxStateEntries = value, Numbers.AtLeast(1) },
        { nameof(CircuitBreaker), options => options.CircuitBreaker, (ref options, value) => options.CircuitBreaker = value, BreakerTable.Table },
        { nameof(RetryBudget), options => options.RetryBudget, (ref options, value) => options.RetryBudget = value, RetryBudgetTable.Table },
        { nameof(FailoverOnContentFilter), options => options.FailoverOnContentFilter, (ref options, value) => options.FailoverOnContentFilter = value, Texts.Flag },
        { nameof(HeaderLimits), options => options.HeaderLimits, (ref options, value) => options.HeaderLimits = value, Texts.OneOf<HeaderLimitUse>() },
        { nameof(QuotaSourceFailClosed), options => options.QuotaSourceFailClosed, (ref options, value) => options.QuotaSourceFailClosed = value, Texts.Flag },
        { nameof(ExceptionReaders), options => options.ExceptionReaders.Contains(null!) ? "must not hold null." : null },
        { "Quotas", ConfigurationReader.ReadQuotas },
        { "Routes", ConfigurationReader.ReadRoutes },
    };

    internal CapacityRoutingOptions Clone()
    {
        CapacityRoutingOptions copy = (CapacityRoutingOptions)MemberwiseClone();
        copy.ExceptionReaders = [.. ExceptionReaders];
        return copy;
    }
}
