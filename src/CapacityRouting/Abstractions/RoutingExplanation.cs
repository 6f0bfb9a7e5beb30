namespace CapacityRouting;

/// <summary>The route that a request would get, and the reasons against the others.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Route">The route that would take the request, now or after the wait; null when no route would.</param>
/// <param name="Wait">The wait for capacity; zero when a route has room now.</param>
/// <param name="EstimatedTokens">The input and output tokens that would be reserved; zero when no route would take the request.</param>
/// <param name="Excluded">Every other route that could not take the request now, and the reason.</param>
public sealed record RoutingExplanation(string? Route, TimeSpan Wait, long EstimatedTokens, IReadOnlyList<RouteExclusion> Excluded);
