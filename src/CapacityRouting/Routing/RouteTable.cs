using CapacityRouting.Atomics;

namespace CapacityRouting.Routing;

/// <summary>A router's routes, in the user's order, and the policy in force.</summary>
internal sealed class RouteTable(Route[] routes, RoutingPolicy policy)
{
    private RoutingPolicy _policy = policy;

    public Route[] Routes => routes;

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

    public void Change(RoutingPolicy policy) => Atomic.Write(ref _policy, policy);
}
