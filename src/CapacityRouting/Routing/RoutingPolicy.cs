using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The options of the router, checked and in ticks. A policy of ranking is an <see cref="IRouteSelector"/>. Immutable; a reload replaces it whole.</summary>
internal sealed class RoutingPolicy(CapacityRoutingOptions options, int routes, Clock clock, IRouteSelector? selector = null)
{
    // A clean blip is over after one, and the SDKs allow two or three. Four cover a provider that restarts, within the default wait.
    private const int MostRepeats = 4;

    private long _requests;

    /// <summary>The order of a request's candidates. Default: the user's.</summary>
    public IRouteSelector Selector { get; } = selector ?? OrderedSelector.Instance;

    public bool FailoverOnContentFilter { get; } = options.FailoverOnContentFilter;

    /// <summary>The share of its burst that a route must have left to be preferred to those behind it.</summary>
    public double PreferredReserve { get; } = options.PreferredReserve;

    /// <summary>The wait after which a request rises by one priority, in ticks; <see cref="Clock.Never"/> for no aging.</summary>
    public long AgingTicks { get; } = options.AgingInterval.Time is { } interval ? clock.ToTicks(interval) : Clock.Never;

    /// <summary>The maximum number of waiters.</summary>
    public int MaxQueueLength { get; } = options.MaxQueueLength;

    private long MaxWaitForPreferredTicks { get; } = clock.ToTicks(options.MaxWaitForPreferred);

    private double BackgroundReserve { get; } = options.BackgroundReserve;

    private double SafetyReserve { get; } = options.SafetyReserve;

    private long MaxWaitTicks { get; } = clock.ToTicks(options.MaxWait);

    private long DeadlineTicks { get; } = options.Deadline is { } deadline ? clock.ToTicks(deadline) : Clock.Never;

    private int MaxContinuations { get; } = options.MaxContinuations;

    private int? MaxAttempts { get; } = options.MaxAttempts;

    private bool RetryWhenAlone { get; } = options.RetryWhenAlone;

    /// <summary>The share of its burst that every bucket must have left after a request of the priority is admitted.</summary>
    public double ReserveOf(RequestPriority priority) => priority switch
    {
        RequestPriority.Critical => 0,
        RequestPriority.Background => BackgroundReserve,
        _ => SafetyReserve,
    };

    /// <summary>How long, in ticks, a request waits for a better route than one that could take it now.</summary>
    public long PreferredPatienceOf(RequestRouting? wishes) =>
        wishes?.MaxWaitForPreferred is { } own ? clock.ToTicks(own) : MaxWaitForPreferredTicks;

    /// <summary>How often an answer that breaks off may be continued.</summary>
    public int MaxContinuationsOf(RequestRouting? wishes) => wishes?.MaxContinuations ?? MaxContinuations;

    /// <summary>How often a request may ask a route again that has failed it. A stated maximum of attempts is the only bound, and counts them all.</summary>
    public int MostRepeatsOf(RequestRouting? wishes) =>
        !(wishes?.RetryWhenAlone ?? RetryWhenAlone) ? 0 : StatedAttemptsOf(wishes) is null ? MostRepeats : short.MaxValue;

    /// <summary>The budget of a request that arrives now: its own wishes override the policy.</summary>
    public RequestBudget BudgetFor(RequestRouting? wishes, long now)
    {
        long wait = wishes?.MaxWait is { } maxWait ? clock.ToTicks(maxWait) : MaxWaitTicks;
        long deadline = wishes?.Deadline is { } own ? clock.ToTicks(own) : DeadlineTicks;
        return new(wait, now + deadline, StatedAttemptsOf(wishes) ?? (routes + MostRepeatsOf(wishes) + (wishes is { RestartElsewhere: true } ? 1 : 0)), now, clock.IsReal ? 0 : Atomic.Add(ref _requests, 1));
    }

    private int? StatedAttemptsOf(RequestRouting? wishes) => wishes?.MaxAttempts ?? MaxAttempts;
}
