namespace CapacityRouting.Routing;

/// <summary>The effect when a route takes a request.</summary>
internal enum SelectionAim
{
    /// <summary>The route leases: the request starts.</summary>
    Lease,

    /// <summary>The route would lease. Nothing is taken.</summary>
    Look,
}
