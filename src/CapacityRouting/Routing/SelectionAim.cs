namespace CapacityRouting.Routing;

/// <summary>What it means for a route to take a request.</summary>
internal enum SelectionAim
{
    /// <summary>It leases: the request is on its way.</summary>
    Lease,

    /// <summary>It would lease. Nothing is taken.</summary>
    Look,
}
