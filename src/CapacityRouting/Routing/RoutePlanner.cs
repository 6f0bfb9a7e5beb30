using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The obstacles between a request and a route. Reads only: takes nothing and changes nothing.</summary>
internal static class RoutePlanner
{
    /// <summary>The reason why the route can never take the request; null when it can.</summary>
    public static ExclusionReason? Misfit(Route route, RequestDemand demand) => Misfit(route, demand, route.UnitsOf(demand));

    /// <param name="route">The route.</param>
    /// <param name="demand">The request.</param>
    /// <param name="units">The units that it would reserve there.</param>
    public static ExclusionReason? Misfit(Route route, RequestDemand demand, in CapacityUnits units)
    {
        if (Mismatch(route, demand) is { } mismatch)
            return mismatch;
        if (!route.Holds(demand))
            return ExclusionReason.ExceedsContextWindow;

        // A request that passes with its full reservation needs no closer look.
        return route.Quota.CanEverPass(units) || route.Quota.CanEverPass(route.LeastUnitsOf(demand)) ? null : ExclusionReason.ExceedsLimit;
    }

    /// <summary>Whether the route could take the request if its limits and its window were larger, and has not failed it.</summary>
    public static bool Concerns(Route route, RequestDemand demand, in RequestBudget budget) => !budget.HasFailed(route) && Mismatch(route, demand) is null;

    /// <summary>The reason why the route never takes requests of this kind; null when it does.</summary>
    private static ExclusionReason? Mismatch(Route route, RequestDemand demand)
    {
        if (demand.Affinity is { } affinity && !affinity.Allows(route.Index))
            return affinity.IsUnknown ? ExclusionReason.UnknownState : ExclusionReason.BoundElsewhere;
        if (demand.Routing is { Tags.Count: > 0 } wishes && !route.Traits.HasTags(wishes.Tags))
            return ExclusionReason.TagMismatch;
        if (demand.EndsWithAnswer && !demand.MayContinueAt(route))
            return ExclusionReason.CannotContinue;
        return route.Model.Missing.AreNeededBy(demand, route) ? ExclusionReason.MissingCapability : null;
    }

    /// <summary>Whether the route could ever take the request, has not failed it and is not too small for it.</summary>
    public static bool Fits(Route route, RequestDemand demand, in RequestBudget budget) =>
        !budget.HasFailed(route) && !budget.IsTooSmall(route) && Misfit(route, demand) is null;

    /// <summary>The reason why a fitting route cannot take the request now, and the ticks until it can; null when it can now.</summary>
    public static (ExclusionReason Reason, long Wait)? Obstacle(Route route, RequestDemand demand, double reserve, long now)
    {
        long wait = route.EarliestStart(demand, reserve, now) - now;
        if (wait == 0)
            return route.Quota.IsFull ? OccupiedFor(route.Quota, now) : route.Health.IsPassingBy(now) ? (ExclusionReason.CircuitOpen, wait) : null;
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
