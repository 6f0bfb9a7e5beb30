namespace CapacityRouting;

/// <summary>The state of every route at one moment.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="TakenAt">The moment.</param>
/// <param name="Routes">The routes, in the order of preference.</param>
public sealed record CapacitySnapshot(DateTimeOffset TakenAt, IReadOnlyList<RouteSnapshot> Routes);
