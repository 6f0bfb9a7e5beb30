using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>What stands between a request and a route, by looking only: nothing is taken and nothing changes.</summary>
internal static class RoutePlanner
{
    /// <summary>Whether the route could ever take the request; if not, why.</summary>
    public static ExclusionReason? Misfit(Route route, RequestDemand demand) => Misfit(route, demand, route.UnitsOf(demand));

    /// <param name="route">The route.</param>
    /// <param name="demand">The request.</param>
    /// <param name="units">What it would reserve there.</param>
    public static ExclusionReason? Misfit(Route route, RequestDemand demand, in CapacityUnits units)
    {
        if (Mismatch(route, demand) is { } mismatch)
            return mismatch;
        if (!route.Holds(demand))
            return ExclusionReason.ExceedsContextWindow;

        // What passes with all that it would reserve needs no closer look.
        return route.Quota.CanEverPass(units) || route.Quota.CanEverPass(route.LeastUnitsOf(demand)) ? null : ExclusionReason.ExceedsLimit;
    }

    /// <summary>Whether the route could take the request if its limits and its window were larger, and has not failed it.</summary>
    public static bool Concerns(Route route, RequestDemand demand, in RequestBudget budget) => !budget.HasFailed(route) && Mismatch(route, demand) is null;

    /// <summary>Whether the request is of a kind that the route never takes; if so, why.</summary>
    private static ExclusionReason? Mismatch(Route route, RequestDemand demand)
    {
        if (demand.Affinity is { } affinity && !affinity.Allows(route.Index))
            return affinity.IsUnknown ? ExclusionReason.UnknownState : ExclusionReason.BoundElsewhere;
        if (demand.Routing is { Tags.Count: > 0 } wishes && !route.Traits.HasTags(wishes.Tags))
            return ExclusionReason.TagMismatch;
        if (demand.EndsWithAnswer && !route.Traits.Profile.SupportsAssistantPrefill)
            return ExclusionReason.CannotContinue;
        return null;
    }

    /// <summary>Whether the route could ever take the request, and has neither failed it nor is too small for it.</summary>
    public static bool Fits(Route route, RequestDemand demand, in RequestBudget budget) =>
        !budget.HasFailed(route) && !budget.IsTooSmall(route) && Misfit(route, demand) is null;

    /// <summary>Why a fitting route cannot take the request now, and in how many ticks it could; null when it can.</summary>
    public static (ExclusionReason Reason, long Wait)? Obstacle(Route route, RequestDemand demand, double reserve, long now)
    {
        long wait = route.EarliestStart(demand, reserve, now) - now;
        if (wait == 0)
            return route.Quota.IsFull ? OccupiedFor(route.Quota, now) : null;
        return (ReasonToWait(route, demand, now), wait);
    }

    private static (ExclusionReason Reason, long Wait) OccupiedFor(Quota quota, long now) =>
        (quota.IsSlowStarting ? ExclusionReason.SlowStart : ExclusionReason.ConcurrencyLimit, Math.Min(quota.FreeAt(0, 0, now) - now, Clock.Never));

    private static ExclusionReason ReasonToWait(Route route, RequestDemand demand, long now)
    {
        if (route.Health.IsIsolated)
            return ExclusionReason.Isolated;
        if (route.Health.Lockout.RemainingTicks(now) > 0)
            return ExclusionReason.Closed;
        if (route.Quota.Availability.ClosedFor(now) > 0)
            return ExclusionReason.QuotaExhausted;
        if (route.Health.Breaker.RemainingTicks(now) > 0)
            return ExclusionReason.CircuitOpen;
        if (route.ShutFor(now) > 0)
            return ExclusionReason.CoolingDown;
        return route.Quota.IsSpent(route.UnitsOf(demand), now) ? ExclusionReason.QuotaExhausted : ExclusionReason.Saturated;
    }
}
