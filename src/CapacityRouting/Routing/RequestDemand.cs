using CapacityRouting.Estimation;

namespace CapacityRouting.Routing;

/// <summary>
/// The numbers and wishes of a request: everything that routing knows of it. Each front door derives its own kind of request from it.
/// Made once for a request. It changes only when the state that it continues is lost.
/// </summary>
/// <param name="inputTokens">The built-in estimate of its input.</param>
/// <param name="maxOutputTokens">The most output tokens that it asks for; null without a bound of its own.</param>
/// <param name="routing">Its own wishes, which override the policy.</param>
/// <param name="affinity">Its ties to routes; null for an ordinary request.</param>
internal class RequestDemand(long inputTokens, long? maxOutputTokens, RequestRouting? routing, RequestAffinity? affinity)
{
    /// <summary>The built-in estimate of its input.</summary>
    public long InputTokens => inputTokens;

    public long? MaxOutputTokens => maxOutputTokens;

    public RequestRouting? Routing => routing;

    public RequestAffinity? Affinity { get; private set; } = affinity;

    public RequestPriority Priority => routing?.Priority ?? RequestPriority.Normal;

    /// <summary>The tenant of the request; all requests without a tenant share the empty one.</summary>
    public string Tenant => routing?.Tenant ?? string.Empty;

    public string? Purpose => routing?.Purpose;

    /// <summary>Whether it brings the result of a tool to a model: a turn in progress goes before new work.</summary>
    public bool IsContinuation { get; init; }

    /// <summary>Whether it ends with the part of an answer that it is to continue.</summary>
    public bool EndsWithAnswer { get; init; }

    /// <summary>Whether the model of a route needs a capability to take it.</summary>
    public virtual bool Needs(ModelCapability capability, Route route) => false;

    /// <summary>Whether a route can be asked to go on from the part of an answer that it ends with.</summary>
    public virtual bool MayContinueAt(Route route) => true;

    /// <summary>Takes another form at a route after a refusal that does not concern that form. Only between two attempts.</summary>
    /// <returns>Whether the same route may take it now.</returns>
    public virtual bool TryAdapt(Route route, RouteFailure failure) => false;

    /// <summary>Whether it carries parts of another route, or of an unknown one, which this route may be unable to read.</summary>
    public virtual bool HasForeignPartsAt(int route) => false;

    /// <summary>The estimate of the route's own estimator; null where the built-in one counts.</summary>
    public virtual InputEstimate? EstimateAt(int route) => null;

    /// <summary>Whether the route holds the conversation or the background response that the request continues.</summary>
    public bool IsBoundAt(Route route) => Affinity is { } ties && ties.IsBoundAt(route.Index);

    /// <summary>Whether it can continue at the route only, and restart on no other.</summary>
    public bool IsOnlyAt(Route route) => Affinity is { MayRestart: false } && IsBoundAt(route);

    /// <summary>Whether it may begin anew when the route has lost the state that it continues.</summary>
    public bool MayRestartAt(Route route) => Affinity is { MayRestart: true } && IsBoundAt(route);

    /// <summary>Begins anew without the state, which is lost. Only between two attempts.</summary>
    public virtual void Restart() => Affinity = Affinity?.WithoutState();

    /// <summary>Whether it asks for the rest of an answer, and is not a new request.</summary>
    public bool IsPoll => Affinity is { IsPoll: true };

    /// <summary>Whether it asks the route for the rest of an answer, which takes no capacity there.</summary>
    public bool IsPollAt(Route route) => Affinity is { } ties && ties.IsPollAt(route.Index);
}
