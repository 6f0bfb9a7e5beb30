using CapacityRouting.Failures.Classification;
using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>Decides the next step of a request, from the failure and the remaining budget. Pure.</summary>
internal static class FailoverRule
{
    /// <param name="failure">The failure.</param>
    /// <param name="policy">The policy, which says whether a content filter is final.</param>
    /// <param name="demand">The request. One that continues an answer may be refused for that alone, and other routes may then take it.</param>
    /// <param name="budget">The remaining budget.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    public static NextStep After(RouteFailure failure, RoutingPolicy policy, RequestDemand demand, in RequestBudget budget, long now)
    {
        bool isForItsEnd = demand.EndsWithAnswer && FailureEffect.Of(failure.Kind).OnRequest == RequestEffect.Stop;
        if (Stops(failure.Kind, policy) && !isForItsEnd && failure.MissingCapability is null)
            return NextStep.Surface;
        return budget.IsSpent(now) ? NextStep.GiveUp : NextStep.TryNext;
    }

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
