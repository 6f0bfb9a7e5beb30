using CapacityRouting.Estimation;

namespace CapacityRouting.Routing;

/// <summary>
/// The numbers and wishes of a request: all that routing knows of it, whatever it asks for. A front door derives the kind of its own requests from it.
/// Immutable; made once for a request.
/// </summary>
/// <param name="inputTokens">The built-in estimate of its input.</param>
/// <param name="maxOutputTokens">The most output tokens that it asks for; null for no bound of its own.</param>
/// <param name="routing">Its own wishes over the policy.</param>
/// <param name="affinity">Its ties to routes; null for an ordinary request.</param>
internal class RequestDemand(long inputTokens, long? maxOutputTokens, RequestRouting? routing, RequestAffinity? affinity)
{
    /// <summary>The built-in estimate.</summary>
    public long InputTokens => inputTokens;

    public long? MaxOutputTokens => maxOutputTokens;

    public RequestRouting? Routing => routing;

    public RequestAffinity? Affinity => affinity;

    public RequestPriority Priority => routing?.Priority ?? RequestPriority.Normal;

    /// <summary>The tenant of the request; the empty one is shared by all requests without a tenant.</summary>
    public string Tenant => routing?.Tenant ?? string.Empty;

    public string? Purpose => routing?.Purpose;

    /// <summary>Whether it brings a model what a tool has found: a turn that was begun is to be finished before new work is.</summary>
    public bool IsContinuation { get; init; }

    /// <summary>Whether it ends with a part of the answer that it is to continue.</summary>
    public bool EndsWithAnswer { get; init; }

    /// <summary>The estimate of the route's own estimator; null where the built-in one counts.</summary>
    public virtual InputEstimate? EstimateAt(int route) => null;

    /// <summary>Whether the route has the conversation or the background response that the request goes on with.</summary>
    public bool IsBoundAt(Route route) => affinity is not null && affinity.IsBoundAt(route.Index);

    /// <summary>Whether it can go on at the route only, and be begun anew nowhere.</summary>
    public bool IsOnlyAt(Route route) => affinity is { MayRestart: false } && IsBoundAt(route);

    /// <summary>Whether it asks for the rest of an answer, and is no new request.</summary>
    public bool IsPoll => affinity is { IsPoll: true };

    /// <summary>Whether it asks the route for the rest of an answer, which takes nothing there.</summary>
    public bool IsPollAt(Route route) => affinity is not null && affinity.IsPollAt(route.Index);
}
