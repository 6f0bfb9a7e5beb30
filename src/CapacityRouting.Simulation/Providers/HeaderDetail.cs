namespace CapacityRouting.Simulation;

/// <summary>Which figures of its limits a simulated provider puts into its headers.</summary>
public enum HeaderDetail
{
    /// <summary>Limit, remaining and reset.</summary>
    Full,

    /// <summary>Only what remains.</summary>
    RemainingOnly,

    /// <summary>None.</summary>
    None,
}
