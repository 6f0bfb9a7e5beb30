namespace CapacityRouting.Routing;

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
