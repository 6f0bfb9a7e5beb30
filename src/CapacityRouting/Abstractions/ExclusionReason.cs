namespace CapacityRouting;

/// <summary>Why the router did not take a route.</summary>
public enum ExclusionReason
{
    /// <summary>A bucket has too few units left for the request, or the <see cref="CapacityRoutingOptions.QuotaSource"/> has not noted yet what it would spend of a long limit.</summary>
    Saturated,

    /// <summary>The limit of concurrent calls is reached.</summary>
    ConcurrencyLimit,

    /// <summary>The provider asked for a pause, or was overloaded a moment ago.</summary>
    CoolingDown,

    /// <summary>Credit, a budget, or the limit of a calendar day or month is used up. Of a paced limit, the part released by now is used up.</summary>
    QuotaExhausted,

    /// <summary>The circuit breaker is open.</summary>
    CircuitOpen,

    /// <summary>An operator has isolated the route.</summary>
    Isolated,

    /// <summary>The provider refused the key, or does not know the model.</summary>
    Closed,

    /// <summary>The request needs more than the whole limit: the route can never take it.</summary>
    ExceedsLimit,

    /// <summary>The request is longer than the model's window.</summary>
    ExceedsContextWindow,

    /// <summary>The route lacks a tag that the request asks for.</summary>
    TagMismatch,

    /// <summary>The route has no more left than its reserve (<see cref="CapacityRoutingOptions.PreferredReserve"/>), and another route has more.</summary>
    Reserved,

    /// <summary>The request is bound to another route: by a conversation or a background response that began there, or by name.</summary>
    BoundElsewhere,

    /// <summary>Another route began the turn that the request continues, a turn with tools for example, and that route can take it.</summary>
    BegunElsewhere,

    /// <summary>
    /// The provider of the route does not accept a partial answer to continue (<see cref="ProviderProfile.SupportsAssistantPrefill"/>), and the answer repeats itself too much to ask for its last words.
    /// </summary>
    CannotContinue,

    /// <summary>The request is bound to a conversation or a background response of an unknown route. <see cref="RequestRouting.Route"/> names the route.</summary>
    UnknownState,

    /// <summary>
    /// A slow start holds calls back: the route was down, has refused calls, or nothing is known of it yet. In the last case the slow start only spreads
    /// calls over the routes, and turns no call away.
    /// </summary>
    SlowStart,

    /// <summary>The queue is full (<see cref="CapacityRoutingOptions.MaxQueueLength"/>).</summary>
    QueueFull,

    /// <summary>The route has become several times slower than it usually is, and another route is several times faster. It comes after the others until it recovers.</summary>
    Slow,

    /// <summary>The route has refused requests for a capability that this request needs (<see cref="RouteSnapshot.MissingCapabilities"/>).</summary>
    MissingCapability,
}
