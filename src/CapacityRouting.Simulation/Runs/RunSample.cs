namespace CapacityRouting.Simulation;

/// <summary>How the router saw its routes at one moment of a run. Immutable.</summary>
/// <param name="At">The moment, since the start of the run.</param>
/// <param name="Routes">The routes.</param>
public sealed record RunSample(TimeSpan At, IReadOnlyList<RouteSnapshot> Routes);
