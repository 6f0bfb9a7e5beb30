namespace CapacityRouting.Routing;

/// <summary>Which routes have lost their preference, because they are slow while another one is several times faster.</summary>
internal ref partial struct Selection
{
    /// <summary>Whether the route comes after the others. Now and then one request tries it all the same.</summary>
    public readonly bool HasLostPreference(Route route) => route.Pace.MayBeSlow(Now) && IsSlow(route);

    private readonly bool IsSlow(Route route)
    {
        if (!route.Pace.IsSuspect(Now))
            return false;
        bool isSlow = HasFaster(route);
        if (Aim == SelectionAim.Lease && isSlow)
            route.Pace.Lose(Now);
        else if (Aim == SelectionAim.Lease && !HasFasterForAny(route))
            route.Pace.Regain();
        if (!isSlow || route.Pace.IsTrialDue(Now))
            return false;
        if (!_budget.HasFailed(route))
            Report?.Exclude(route.Name, MisfitOf(route, route.UnitsOf(_demand)) ?? ExclusionReason.Slow, availableIn: null);
        return true;
    }

    /// <summary>Whether another route is several times faster, for whichever request: what one request needs gives no route its preference back for all.</summary>
    private readonly bool HasFasterForAny(Route than)
    {
        foreach (Route route in Routes)
            if (route != than && !route.IsShut && than.Pace.IsSlowerThan(route.Pace, Now))
                return true;
        return false;
    }

    private readonly bool HasFaster(Route than)
    {
        foreach (Route route in Routes)
            if (route != than && !_budget.HasFailed(route) && !route.IsShut && route.ShutFor(Now) == 0 && MisfitOf(route, route.UnitsOf(_demand)) is null && than.Pace.IsSlowerThan(route.Pace, Now))
                return true;
        return false;
    }
}
