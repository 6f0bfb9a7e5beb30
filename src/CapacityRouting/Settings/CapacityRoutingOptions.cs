using CapacityRouting.Settings;

namespace CapacityRouting;

/// <summary>The policy of a router: how long a request waits, how often it tries, when an attempt is given up.</summary>
/// <remarks>Not thread-safe while it is filled in; checked and copied when a client is made.</remarks>
public sealed class CapacityRoutingOptions
{
    /// <summary>
    /// The longest a request waits for capacity when no route has room at once. It waits only when a route will have room in
    /// time, and is refused at once otherwise. Where calls under way are in the way, that is estimated by how long they have run and how long calls took so far.
    /// A route of which no limit is known, by settings or by what it said, takes ten calls at once at first, one more with each answer and twice as many with each second, while
    /// another route could take the rest in time. Zero or more; default: 10 seconds.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a request waits for a route that is better ranked than one that could take it now; part of <see cref="MaxWait"/>. Zero or more;
    /// default: zero, not at all.
    /// </summary>
    public TimeSpan MaxWaitForPreferred { get; set; }

    /// <summary>
    /// How long after it came a waiting request goes with the next class: background with normal, normal with critical ones. So no class starves another for ever. It changes the
    /// order in which requests start, and never the reserves that a request has to leave. More than zero; <see cref="TimeLimit.None"/> turns it off. Default: 30 seconds.
    /// </summary>
    public TimeLimit AgingInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many requests may wait at once; one more is refused. A request that waits takes about a kilobyte besides its own messages. At least 1; default: 50,000.
    /// </summary>
    public int MaxQueueLength { get; set; } = 50_000;

    /// <summary>
    /// The share of its burst that a route must have left to be preferred to those behind it, 0 to 1. Below it the route that has most left is
    /// taken, so that in the long run nothing is lost and in a burst nobody is sent to the edge of a limit while another route has plenty.
    /// 0 uses the preferred route to the last. It holds for limits of a minute. Default: 0.1.
    /// </summary>
    public double PreferredReserve { get; set; } = 0.1;

    /// <summary>The share of every per-minute bucket's burst that background requests leave to the others, 0 to 1. Default: 0.5.</summary>
    public double BackgroundReserve { get; set; } = 0.5;

    /// <summary>
    /// The share of every per-minute bucket's burst that only critical requests may take, 0 to 1: it makes up for what nobody knows exactly, such
    /// as the tokens of calls under way. It costs a little of a burst once, and nothing of the rate. Where a provider counts in windows shorter than the
    /// limit's own it is at least 0.04, unless it is 0: the errors of few estimates do not even out. Default: 0.02.
    /// </summary>
    public double SafetyReserve { get; set; } = 0.02;

    /// <summary>The longest a request may take in all, waits and attempts together, up to the start of a stream. More than zero; default: none.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>How many attempts a request may make; no route is tried twice. At least 1; default: every route once.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>How long an attempt may take, on every route that has no times of its own. What is null in it is the default that <see cref="AttemptTimeouts"/> names.</summary>
    public AttemptTimeouts Timeouts { get; set; } = new();

    /// <summary>
    /// How often an answer that breaks off after its first content may be continued by another route. That route is given the conversation and the
    /// part of the answer that has arrived, as an assistant message at its end, which its provider must accept
    /// (<see cref="ProviderProfile.SupportsAssistantPrefill"/>); what it repeats at the seam is taken out. Only plain text is
    /// continued: never after a tool call, signed reasoning or data, never structured output, no answer with a
    /// <c>ConversationId</c>, and no call that is bound to a route. Zero or more; default: 0, the caller gets a
    /// <see cref="StreamInterruptedException"/>.
    /// </summary>
    public int MaxContinuations { get; set; }

    /// <summary>
    /// For how long it is remembered which route made a conversation, a background response, signed reasoning or a tool call. More than zero; default: 1 day.
    /// </summary>
    public TimeSpan StateExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many of those are remembered at most; the oldest are forgotten first. At least 1; default: 10,000.</summary>
    public int MaxStateEntries { get; set; } = 10_000;

    /// <summary>When a route's circuit breaker opens.</summary>
    public CircuitBreakerSettings CircuitBreaker { get; set; } = new();

    /// <summary>How many further attempts all requests together may make after failures.</summary>
    public RetryBudgetSettings RetryBudget { get; set; } = new();

    /// <summary>Whether a request that one provider's content filter refused is tried on the next route. Default: false.</summary>
    public bool FailoverOnContentFilter { get; set; }

    /// <summary>
    /// What rate-limit headers may change. Default: <see cref="HeaderLimitUse.Tighten"/>: they add limits that are not configured and lower
    /// those that are, and never raise one above its configured value.
    /// </summary>
    public HeaderLimitUse HeaderLimits { get; set; } = HeaderLimitUse.Tighten;

    /// <summary>
    /// Estimates the input tokens of requests, on every route that has no <see cref="RouteSettings.TokenEstimator"/> of its own. Default: none; a
    /// token for every four characters, and images, tools and schemas priced. Either is corrected, for each route, by what its provider reports.
    /// </summary>
    public ITokenEstimator? TokenEstimator { get; set; }

    /// <summary>Your own reading of failures, asked before the built-in rules. Default: none.</summary>
    public IFailureClassifier? FailureClassifier { get; set; }

    /// <summary>
    /// Readers of SDK exceptions, for clients without a <see cref="CapacityObserver"/>; the adapter packages add theirs with
    /// <c>UseOpenAI()</c>, <c>UseAnthropic()</c> and <c>UseAzure()</c>. Asked in order. Default: none; exceptions of the base library are always read.
    /// </summary>
    public IList<IExceptionReader> ExceptionReaders { get; private set; } = [];

    /// <summary>
    /// Where the use of long limits (days, months, money) is kept over a restart. It is loaded from the time a router is made, which does not wait for it: until the
    /// load ends, what the router uses counts from zero and nothing is saved; then the loaded use counts on top. It is saved every 5 seconds while it changes, and on disposal, which
    /// waits 2 seconds for it at most. Default: none; with dependency injection the container's <see cref="IQuotaSource"/>, if one is registered
    /// (for a keyed router, under its key). Routers need one each.
    /// </summary>
    public IQuotaSource? QuotaSource { get; set; }

    /// <summary>
    /// Decides what is left to chance, which is how far backoffs spread, so that a simulation or a test can be repeated. Default: none;
    /// each router of a process spreads differently.
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
        { nameof(Timeouts), options => options.Timeouts, (ref options, value) => options.Timeouts = value, AttemptTimeouts.Table },
        { nameof(MaxContinuations), options => options.MaxContinuations, (ref options, value) => options.MaxContinuations = value, Numbers.AtLeast(0) },
        { nameof(StateExpiry), options => options.StateExpiry, (ref options, value) => options.StateExpiry = value, Times.Positive },
        { nameof(MaxStateEntries), options => options.MaxStateEntries, (ref options, value) => options.MaxStateEntries = value, Numbers.AtLeast(1) },
        { nameof(CircuitBreaker), options => options.CircuitBreaker, (ref options, value) => options.CircuitBreaker = value, BreakerTable.Table },
        { nameof(RetryBudget), options => options.RetryBudget, (ref options, value) => options.RetryBudget = value, RetryBudgetTable.Table },
        { nameof(FailoverOnContentFilter), options => options.FailoverOnContentFilter, (ref options, value) => options.FailoverOnContentFilter = value, Texts.Flag },
        { nameof(HeaderLimits), options => options.HeaderLimits, (ref options, value) => options.HeaderLimits = value, Texts.OneOf<HeaderLimitUse>() },
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
