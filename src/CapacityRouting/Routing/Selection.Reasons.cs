using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The reasons why routes are passed over, for reports and explanations.</summary>
internal ref partial struct Selection
{
    // A quarter of a second. A save takes milliseconds.
    private const int ShortWaitsOfAMinute = 240;

    /// <summary>Why the route cannot take the request now; null when it can, and for a route that has failed it.</summary>
    public readonly RouteExclusion? ExclusionOf(Route route)
    {
        if (_budget.HasFailed(route))
            return null;
        if (MisfitOf(route, route.UnitsOf(_demand)) is { } misfit)
            return new(route.Name, misfit, AvailableIn: null);
        return ObstacleOf(route, PreferredReserve) is { } obstacle ? new(route.Name, obstacle.Reason, Span(route, obstacle.Wait)) : null;
    }

    /// <summary>Notes for every route why it cannot take the request, where there is a reason.</summary>
    public readonly void Explain()
    {
        foreach (Route route in Routes)
            if (!_budget.HasFailed(route) && (ExclusionOf(route) ?? InLine(route)) is { } exclusion)
                Report!.Exclude(exclusion.Route, exclusion.Reason, exclusion.AvailableIn);
    }

    // Room that waiters in line have a claim to, or that was released just now, is reported as no wait at all.
    private readonly RouteExclusion? InLine(Route route) => IsPatient ? null : new(route.Name, ExclusionReason.Saturated, TimeSpan.Zero);

    /// <summary>Notes the routes before the owner, which may have had room.</summary>
    private void NoteBefore(Route owner)
    {
        for (int i = 0; i < owner.Index && Report is not null; i++)
            if (!IsRuledOut(Routes[i]) && Fits(Routes[i], Routes[i].UnitsOf(_demand)))
                Report.Exclude(Routes[i].Name, ExclusionReason.BegunElsewhere, availableIn: null);
    }

    /// <summary>Whether nothing but a save that is under way stands between the request and the route, and not for long: no reason to leave a better route.</summary>
    private readonly bool IsBeingNoted(Route route, in CapacityUnits units, long wait) =>
        route.Quota.ReservationWait(units, Now) is > 0 and var noted && Math.Max(noted, wait) <= route.Quota.Clock.TicksPerMinute / ShortWaitsOfAMinute;

    private readonly (ExclusionReason Reason, long Wait)? ObstacleOf(Route route, double reserve) =>
        RoutePlanner.Obstacle(route, _demand, Reserve, Now)
        ?? (reserve > Reserve && RoutePlanner.Obstacle(route, _demand, reserve, Now) is { Wait: var wait } ? (ExclusionReason.Reserved, wait) : null);

    private readonly void Note(Route route, (ExclusionReason Reason, long Wait)? obstacle) =>
        Report?.Exclude(route.Name, obstacle?.Reason ?? ExclusionReason.Saturated, Span(route, obstacle?.Wait ?? 0));

    private static TimeSpan? Span(Route route, long wait) => wait >= Clock.Never ? null : route.Quota.Clock.ToTimeSpan(wait);

    private bool LeaveToOthers(Route route)
    {
        RuleOut(route);
        Note(route, ObstacleOf(route, Reserve));
        return false;
    }
}
