namespace CapacityRouting;

/// <summary>Where a request would go, and why not elsewhere. Immutable.</summary>
/// <param name="Route">The route that would take it, now or after the wait; null when none would.</param>
/// <param name="Wait">How long it would wait for capacity; zero when it would not.</param>
/// <param name="EstimatedTokens">Input and output tokens that would be reserved; zero when no route would take it.</param>
/// <param name="Excluded">Every other route that could not take it now, and why.</param>
public sealed record RoutingExplanation(string? Route, TimeSpan Wait, long EstimatedTokens, IReadOnlyList<RouteExclusion> Excluded);
