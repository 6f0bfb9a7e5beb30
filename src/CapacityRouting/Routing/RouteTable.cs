using CapacityRouting.Atomics;

namespace CapacityRouting.Routing;

/// <summary>A router's routes, in the user's order, and the policy in force.</summary>
internal sealed class RouteTable(Route[] routes, RoutingPolicy policy)
{
    private RoutingPolicy _policy = policy;

    public Route[] Routes => routes;

    public RoutingPolicy Policy => Atomic.Read(in _policy);

    public void Change(RoutingPolicy policy) => Atomic.Write(ref _policy, policy);
}
