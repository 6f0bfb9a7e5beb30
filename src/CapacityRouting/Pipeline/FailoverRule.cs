using CapacityRouting.Failures.Classification;
using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>Decides, from the failure and what is left of the budget, where a request goes. Pure.</summary>
internal static class FailoverRule
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="policy">Whether content filters are taken at their word.</param>
    /// <param name="demand">The request: one that continues an answer may be refused for that alone, and then others may take it.</param>
    /// <param name="budget">What is left.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    public static NextStep After(RouteFailure failure, RoutingPolicy policy, RequestDemand demand, in RequestBudget budget, long now)
    {
        bool isForItsEnd = demand.EndsWithAnswer && FailureEffect.Of(failure.Kind).OnRequest == RequestEffect.Stop;
        if (Stops(failure.Kind, policy) && !isForItsEnd)
            return NextStep.Surface;
        return budget.IsSpent(now) ? NextStep.GiveUp : NextStep.TryNext;
    }

    /// <summary>Whether a failure is the request's own, so that no other route is asked.</summary>
    public static bool Stops(FailureKind kind, RoutingPolicy policy) => FailureEffect.Of(kind).OnRequest switch
    {
        RequestEffect.Stop => true,
        RequestEffect.StopUnlessAllowed => !policy.FailoverOnContentFilter,
        _ => false,
    };
}
