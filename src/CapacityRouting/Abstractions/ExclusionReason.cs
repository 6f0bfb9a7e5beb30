namespace CapacityRouting;

/// <summary>Why a route was not taken.</summary>
public enum ExclusionReason
{
    /// <summary>A bucket has not enough left for the request.</summary>
    Saturated,

    /// <summary>As many calls are under way as the limit allows.</summary>
    ConcurrencyLimit,

    /// <summary>The provider asked for a pause, or was overloaded a moment ago.</summary>
    CoolingDown,

    /// <summary>Credit, a budget, or the limit of a calendar day or month is used up, or, where it is paced, what of it is released by now.</summary>
    QuotaExhausted,

    /// <summary>The circuit breaker is open.</summary>
    CircuitOpen,

    /// <summary>An operator has isolated the route.</summary>
    Isolated,

    /// <summary>The provider refused the key, or does not know the model.</summary>
    Closed,

    /// <summary>The request needs more than the whole limit: it can never pass here.</summary>
    ExceedsLimit,

    /// <summary>The request is longer than the model's window.</summary>
    ExceedsContextWindow,

    /// <summary>The route lacks a tag that the request asks for.</summary>
    TagMismatch,

    /// <summary>It has room, but no more than its reserve (<see cref="CapacityRoutingOptions.PreferredReserve"/>), and another route has more.</summary>
    Reserved,

    /// <summary>The request is bound to another route, by a conversation or a background response that was begun there, or by name.</summary>
    BoundElsewhere,

    /// <summary>Another route has begun what the request goes on with, a turn with tools for one, and can take it.</summary>
    BegunElsewhere,

    /// <summary>Its provider does not take a part of an answer to continue it (<see cref="ProviderProfile.SupportsAssistantPrefill"/>).</summary>
    CannotContinue,

    /// <summary>
    /// The request is bound to a conversation or a background response, and the router does not know which route made it:
    /// <see cref="RequestRouting.Route"/> says it.
    /// </summary>
    UnknownState,

    /// <summary>
    /// A slow start holds calls back: the route was down or has refused calls, or nothing is known of it yet. In the latter case it only spreads calls over the routes, and
    /// no call is turned away for it.
    /// </summary>
    SlowStart,

    /// <summary>As many calls wait as may (<see cref="CapacityRoutingOptions.MaxQueueLength"/>).</summary>
    QueueFull,
}
