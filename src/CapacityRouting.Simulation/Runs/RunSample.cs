namespace CapacityRouting.Simulation;

/// <summary>The router's view of its routes at one moment of a run.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="At">The moment, since the start of the run.</param>
/// <param name="Routes">The routes.</param>
public sealed record RunSample(TimeSpan At, IReadOnlyList<RouteSnapshot> Routes);
