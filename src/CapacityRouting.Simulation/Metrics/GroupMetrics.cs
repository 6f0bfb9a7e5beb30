namespace CapacityRouting.Simulation;

/// <summary>The metrics of the calls of one class, or of one tenant.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed record GroupMetrics
{
    /// <summary>The class or the tenant. Calls that say nothing are of class Normal, and of the tenant without a name.</summary>
    public required string Name { get; init; }

    /// <summary>Calls that were made.</summary>
    public required int Offered { get; init; }

    /// <summary>Calls whose whole answer arrived.</summary>
    public required int Served { get; init; }

    /// <summary>Of those, the ones that waited longer than their patience.</summary>
    public required int Late { get; init; }

    /// <summary>Calls that were turned away for want of capacity.</summary>
    public required int Refused { get; init; }

    /// <summary>Half of the served calls reached the provider that answered them within this time of being sent; zero when none was served.</summary>
    public required TimeSpan WaitP50 { get; init; }

    /// <summary>99 of 100 served calls did so within this time.</summary>
    public required TimeSpan WaitP99 { get; init; }

    /// <summary>Calls served in time, of those that were made: 0 to 1.</summary>
    public double ServedShare => (double)(Served - Late) / Offered;
}
