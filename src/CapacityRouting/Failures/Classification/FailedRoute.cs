namespace CapacityRouting.Failures.Classification;

/// <summary>What the reading of a failure takes from its route.</summary>
/// <param name="Name">The route's name.</param>
/// <param name="Zone">The name of the zone of the provider's stamps that have none; null where it is not known.</param>
internal readonly record struct FailedRoute(string Name, string? Zone = null);
