using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>One route of a scenario: what its provider is truly like, and what the router is told of it.</summary>
/// <param name="Provider">The truth.</param>
/// <param name="Configured">The limits that the router is told; null for none.</param>
/// <param name="Profile">The profile that the router is given.</param>
internal sealed record RouteSpec(ProviderSettings Provider, CapacityLimits? Configured, ProviderProfile Profile);
