using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>A request's leave to call a route, with what it leased there. Not granted when there is no route.</summary>
internal readonly struct Admission(Route route, Lease lease, bool isProbe)
{
    public Route? Route => route;

    public Lease Lease => lease;

    /// <summary>Whether this call finds out for all the others if the route is well again.</summary>
    public bool IsProbe => isProbe;

    /// <summary>Gives back what was leased for a call that is not made. The gate first: who is told of the free slot must find it open.</summary>
    public void GiveBack(long now)
    {
        if (isProbe)
            route.Undecided(lease.Start, now);
        Lease held = lease;
        held.Abandoned(now);
    }
}
