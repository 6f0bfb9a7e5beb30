using CapacityRouting.Failures.Classification;
using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>Decides the next step of a request, from the failure and the remaining budget. Pure.</summary>
internal static class FailoverRule
{
    /// <param name="failure">The failure.</param>
    /// <param name="policy">The policy, which says whether a content filter is final.</param>
    /// <param name="isOfTheMatch">Whether the refusal may be of the match (<see cref="MayBeOfTheMatch"/>): other routes may then take the request.</param>
    /// <param name="budget">The remaining budget.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    public static NextStep After(RouteFailure failure, RoutingPolicy policy, bool isOfTheMatch, in RequestBudget budget, long now)
    {
        if (Stops(failure.Kind, policy) && !isOfTheMatch)
            return NextStep.Surface;
        return budget.IsSpent(now) ? NextStep.GiveUp : NextStep.TryNext;
    }

    /// <summary>
    /// Whether a refusal may be of the match of request and route, and not of the request: for a capability that the route lacks, for state that it has lost, or for what others made
    /// (the part of an answer that the request ends with, and parts of another or an unknown route). The words do not matter.
    /// </summary>
    public static bool MayBeOfTheMatch(RouteFailure failure, RequestDemand demand, Route route) =>
        failure.MissingCapability is not null || failure.IsStateLost
        || (FailureEffect.Of(failure.Kind).OnRequest == RequestEffect.Stop && (demand.EndsWithAnswer || demand.HasForeignPartsAt(route.Index)));

    /// <summary>Whether the request itself causes the failure, so that no other route is tried.</summary>
    public static bool Stops(FailureKind kind, RoutingPolicy policy) => FailureEffect.Of(kind).OnRequest switch
    {
        RequestEffect.Stop => true,
        RequestEffect.StopUnlessAllowed => !policy.FailoverOnContentFilter,
        _ => false,
    };
}

/// <summary>The next step of a request after a failure.</summary>
internal enum NextStep
{
    /// <summary>Try the next route.</summary>
    TryNext,

    /// <summary>The caller gets the provider's own exception or response.</summary>
    Surface,

    /// <summary>Give up: the attempts or the time are used up.</summary>
    GiveUp,
}
