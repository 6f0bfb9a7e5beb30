namespace CapacityRouting;

/// <summary>A route that was not taken, and why. Immutable.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Reason">Why it was not taken.</param>
/// <param name="AvailableIn">How long, from then, until it could be; null when that cannot be known or never comes.</param>
public sealed record RouteExclusion(string Route, ExclusionReason Reason, TimeSpan? AvailableIn);
