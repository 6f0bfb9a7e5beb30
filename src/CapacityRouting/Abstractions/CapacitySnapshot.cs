namespace CapacityRouting;

/// <summary>How every route was at one moment. Immutable.</summary>
/// <param name="TakenAt">The moment.</param>
/// <param name="Routes">The routes, in the order of preference.</param>
public sealed record CapacitySnapshot(DateTimeOffset TakenAt, IReadOnlyList<RouteSnapshot> Routes);
