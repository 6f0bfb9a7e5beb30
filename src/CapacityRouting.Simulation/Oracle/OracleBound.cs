namespace CapacityRouting.Simulation;

/// <summary>The bound of a workload, as <see cref="FluidOracle"/> derives it.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Requests">Calls that can be served in all. A fraction is part of a call.</param>
/// <param name="Tokens">Input and output tokens that can be served in all.</param>
/// <param name="ByProvider">Calls that each provider alone can serve, in the order of the providers.</param>
public sealed record OracleBound(double Requests, double Tokens, IReadOnlyList<double> ByProvider)
{
    /// <summary>The share of the served calls that the preferred provider can have, unless it is sent the smaller ones.</summary>
    public double PreferredShare => Requests == 0 ? 0 : Math.Min(1, ByProvider[0] / Requests);
}
