namespace CapacityRouting;

/// <summary>What went wrong with an attempt, as far as routing is concerned. <c>docs/design.md</c> has the table of effects.</summary>
public enum FailureKind
{
    /// <summary>A rate limit refused the call. The quota cools down for the stated wait; the request goes on to the next route.</summary>
    RateLimited,

    /// <summary>Credit, a spend cap or the limit of a day is used up. The quota is locked out until it resets, and probed once an hour; next route.</summary>
    QuotaExhausted,

    /// <summary>The provider's own capacity is short. A short cooldown, and the breaker counts it; next route.</summary>
    Overloaded,

    /// <summary>The provider failed, or failed in an unknown way. The breaker counts it; next route.</summary>
    ServerError,

    /// <summary>The connection failed. The breaker counts it; next route.</summary>
    Network,

    /// <summary>No first token, no next token or no end within the time given. The breaker counts it; next route.</summary>
    Timeout,

    /// <summary>The answer broke off. The breaker counts it; next route unless output has reached the caller.</summary>
    TruncatedStream,

    /// <summary>The answer had no content. The breaker counts it; next route.</summary>
    EmptyResponse,

    /// <summary>The key is wrong or lacks a right. The route is locked out and probed rarely; next route.</summary>
    Authentication,

    /// <summary>The model or deployment does not exist. The route is locked out and probed rarely; next route.</summary>
    ModelNotFound,

    /// <summary>
    /// The request is too long for this model, or too large to be sent. The router learns the window that the provider states, for an hour, unless a window is configured.
    /// Only a route whose window is not known to be too small is tried.
    /// </summary>
    ContextLengthExceeded,

    /// <summary>
    /// The provider's filter refused the request. No effect on the route. The request ends, unless
    /// <see cref="CapacityRoutingOptions.FailoverOnContentFilter"/> lets it go on.
    /// </summary>
    ContentFiltered,

    /// <summary>The request itself is wrong. No effect on the route; the provider's own exception reaches the caller.</summary>
    InvalidRequest,
}
