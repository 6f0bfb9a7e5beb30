using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Routing;

/// <summary>
/// The admission of a request to a route, with the units taken there. Without a route, the request was not admitted. An admission is passed on until an attempt owns its lease.
/// An admission that no attempt uses must be given back.
/// </summary>
/// <param name="route">The route.</param>
/// <param name="taken">The units taken.</param>
/// <param name="takenAt">When they were taken.</param>
/// <param name="kind">The kind of call admitted.</param>
internal readonly struct Admission(Route route, CapacityUnits taken, long takenAt, AdmissionKind kind)
{
    public Route? Route => route;

    /// <summary>Whether this call probes, for all others, if the route has recovered.</summary>
    public bool IsProbe => kind == AdmissionKind.Probe;

    /// <summary>The lease of the units taken, for the one owner that settles it. A poll took nothing.</summary>
    public Lease ToLease() => kind == AdmissionKind.Poll ? default : new(route.Quota, taken, takenAt);

    /// <summary>Gives everything back when the call is not made. The probe comes first: a waiter notified of the free slot must find the gate open.</summary>
    public void GiveBack(long now)
    {
        if (IsProbe)
            route.Undecided(takenAt, now);
        ToLease().Abandoned(now);
    }
}

/// <summary>The kind of call admitted.</summary>
internal enum AdmissionKind
{
    /// <summary>An ordinary call.</summary>
    Ordinary,

    /// <summary>A call that tests whether the route has recovered.</summary>
    Probe,

    /// <summary>A request for the rest of an answer, which takes no capacity.</summary>
    Poll,
}
