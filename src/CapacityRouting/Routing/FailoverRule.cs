using CapacityRouting.Failures;

namespace CapacityRouting.Routing;

/// <summary>Decides, from the failure and what is left of the budget, where a request goes. Pure.</summary>
internal static class FailoverRule
{
    public static NextStep After(RouteFailure failure, RoutingPolicy policy, in RequestBudget budget, long now) =>
        FailureEffect.Of(failure.Kind).OnRequest switch
        {
            RequestEffect.Stop => NextStep.Surface,
            RequestEffect.StopUnlessAllowed when !policy.FailoverOnContentFilter => NextStep.Surface,
            _ => budget.IsSpent(now) ? NextStep.GiveUp : NextStep.TryNext,
        };
}
