using CapacityRouting.Atomics;
using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>A router's routes, in the user's order, and the policy in force.</summary>
internal sealed class RouteTable(Route[] routes, RoutingPolicy policy)
{
    private RoutingPolicy _policy = policy;

    public Route[] Routes => routes;

    // Those of shared quotas too, each once.
    private IEnumerable<Slots> AllSlots =>
        routes.SelectMany(route => new[] { route.Quota, route.Quota.Within }).OfType<Quota>().Distinct().Select(quota => quota.Slots);

    public RoutingPolicy Policy => Atomic.VolatileRead(in _policy);

    /// <returns>Null for null, and for a name that is no route's.</returns>
    public int? IndexOf(string? name)
    {
        if (name is null)
            return null;
        foreach (Route route in routes)
            if (string.Equals(route.Name, name, StringComparison.Ordinal))
                return route.Index;
        return null;
    }

    /// <summary>Lets the ramps of all routes widen as far as time has come.</summary>
    public void LookAtRamps(long now)
    {
        foreach (Route route in routes)
            route.Quota.Slots.Ramp.Look(now);
    }

    /// <summary>From now on the watcher is told of every call that leaves a route.</summary>
    public void Watch(ISlotWatcher watcher)
    {
        foreach (Slots slots in AllSlots)
            slots.Watch(watcher);
    }

    public void Unwatch(ISlotWatcher watcher)
    {
        foreach (Slots slots in AllSlots)
            slots.Unwatch(watcher);
    }

    public void Change(RoutingPolicy policy) => Atomic.VolatileWrite(ref _policy, policy);
}
