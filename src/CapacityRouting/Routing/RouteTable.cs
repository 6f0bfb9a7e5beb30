using CapacityRouting.Atomics;
using CapacityRouting.Ownership;

namespace CapacityRouting.Routing;

/// <summary>A router's routes, in the user's order, what belongs to them, and the policy in force.</summary>
internal sealed class RouteTable(Route[] routes, RoutingPolicy policy, StateOwners? owners = null)
{
    private RoutingPolicy _policy = policy;

    public Route[] Routes => routes;

    /// <summary>Which routes own what; null where nobody asks.</summary>
    public StateOwners? Owners => owners;

    public RoutingPolicy Policy => Atomic.Read(in _policy);

    /// <summary>Whether some route has an estimator of the user's.</summary>
    public bool HasEstimators
    {
        get
        {
            foreach (Route route in routes)
                if (route.Traits.TokenEstimator is not null)
                    return true;
            return false;
        }
    }

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

    public void Change(RoutingPolicy policy) => Atomic.Write(ref _policy, policy);
}
