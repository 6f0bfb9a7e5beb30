using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Routing;

/// <summary>
/// A request's leave to call a route, with what was taken there. Not granted when there is no route. It is handed on until an attempt owns the lease;
/// an admission that no attempt takes is given back.
/// </summary>
/// <param name="route">The route.</param>
/// <param name="taken">The units that were taken.</param>
/// <param name="takenAt">When they were taken.</param>
/// <param name="kind">What sort of call passes.</param>
internal readonly struct Admission(Route route, CapacityUnits taken, long takenAt, AdmissionKind kind)
{
    public Route? Route => route;

    /// <summary>Whether this call finds out for all the others if the route is well again.</summary>
    public bool IsProbe => kind == AdmissionKind.Probe;

    /// <summary>The lease of what was taken: for the one owner who settles it. A poll took nothing.</summary>
    public Lease ToLease() => kind == AdmissionKind.Poll ? default : new(route.Quota, taken, takenAt);

    /// <summary>Gives back what was taken for a call that is not made. The gate first: who is told of the free slot must find it open.</summary>
    public void GiveBack(long now)
    {
        if (IsProbe)
            route.Undecided(takenAt, now);
        ToLease().Abandoned(now);
    }
}
