using CapacityRouting.Atomics;

namespace CapacityRouting.Routing;

/// <summary>A router's routes, in the user's order, and the policy in force.</summary>
internal sealed class RouteTable(Route[] routes, RoutingPolicy policy)
{
    private RoutingPolicy _policy = policy;

    public Route[] Routes => routes;

    public RoutingPolicy Policy => Atomic.Read(in _policy);

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
