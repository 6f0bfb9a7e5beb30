namespace CapacityRouting.Routing;

/// <summary>What sort of call is admitted.</summary>
internal enum AdmissionKind
{
    /// <summary>An ordinary one.</summary>
    Ordinary,

    /// <summary>One that finds out whether the route is well again.</summary>
    Probe,

    /// <summary>One that asks for the rest of an answer, and takes nothing.</summary>
    Poll,
}
