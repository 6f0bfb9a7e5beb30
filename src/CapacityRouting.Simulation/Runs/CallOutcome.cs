namespace CapacityRouting.Simulation;

/// <summary>How a call of a workload ended for its caller.</summary>
public enum CallOutcome
{
    /// <summary>It has not ended: it is lost.</summary>
    None,

    /// <summary>Its whole answer arrived.</summary>
    Served,

    /// <summary>No capacity: the router, or the last provider that was asked, turned it away.</summary>
    Refused,

    /// <summary>It ended with any other failure, after some of its answer or before.</summary>
    Failed,
}
