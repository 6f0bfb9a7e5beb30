using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;

namespace CapacityRouting.Routing;

/// <summary>The routes of a router, in the user's order, and the policy in force.</summary>
internal sealed class RouteTable(Route[] routes, RoutingPolicy policy)
{
    private readonly ulong[] _sameQuota = [.. routes.Select(route => BitsOf(routes, other => other.Quota == route.Quota))];
    private readonly ulong[] _sameParent = [.. routes.Select(route => route.Quota.Parent is { } whole ? BitsOf(routes, other => other.Quota == whole || other.Quota.Parent == whole) : 0)];
    private readonly ulong[] _children = [.. routes.Select(route => BitsOf(routes, other => other.Quota.Parent == route.Quota))];
    private RoutingPolicy _policy = policy;

    public Route[] Routes => routes;

    public RoutingPolicy Policy => Atomic.VolatileRead(in _policy);

    /// <summary>The quotas of the routes, each once, by the names under which their use is kept.</summary>
    public IEnumerable<(string Name, Quota Quota)> Quotas =>
    [
        .. routes.Where(route => route.OwnsQuota).Select(route => ($"Routes:{route.Name}", route.Quota)),
        .. routes.Where(route => route.Shared is not null).DistinctBy(route => route.Shared).Select(route => ($"Quotas:{route.QuotaName}", route.Shared!)),
    ];

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

    /// <summary>Whether other routers may draw on some quota too.</summary>
    public bool HasShared { get; } = Array.Exists(routes, route => route.Shared is not null);

    /// <summary>The routes with a shared quota that another line waits for.</summary>
    public ulong ContestedFor(ISlotWatcher line)
    {
        ulong contested = 0;
        foreach (Route route in routes)
            if (route.Shared is { } shared && shared.Turns.IsContested(line))
                contested |= route.Bit;
        return contested;
    }

    /// <summary>Whether a slow start that is only advice holds up the calls of some route.</summary>
    public bool HasAdvised => Array.Exists(routes, route => route.IsAdvised);

    /// <summary>The routes that draw on the same quota, the given one included.</summary>
    public ulong SameQuota(Route route) => _sameQuota[route.Index];

    /// <summary>The routes that draw on the parent of the route's quota; none where it has no parent.</summary>
    public ulong SameParent(Route route) => _sameParent[route.Index];

    /// <summary>The routes whose quotas have the route's quota as parent.</summary>
    public ulong Children(Route route) => _children[route.Index];

    /// <summary>The routes that a call at one can hold up: those that share any quota with it, itself included.</summary>
    public ulong SharingWith(Route route) => SameQuota(route) | SameParent(route) | Children(route);

    /// <summary>Widens the slow start of all routes by the time that has passed.</summary>
    public void WidenSlowStarts(long now)
    {
        foreach (Route route in routes)
            route.Quota.Slots.SlowStart.Look(now);
    }

    public void Change(RoutingPolicy policy) => Atomic.VolatileWrite(ref _policy, policy);

    private static ulong BitsOf(Route[] routes, Func<Route, bool> which) => routes.Where(which).Aggregate(0UL, (bits, route) => bits | route.Bit);
}
