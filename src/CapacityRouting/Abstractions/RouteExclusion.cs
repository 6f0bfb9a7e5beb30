namespace CapacityRouting;

/// <summary>A route that was not taken, and why. Immutable.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Reason">Why it was not taken.</param>
/// <param name="AvailableIn">How long, from then, until it could be; null when that cannot be known or never comes.</param>
public sealed record RouteExclusion(string Route, ExclusionReason Reason, TimeSpan? AvailableIn)
{
    /// <summary>
    /// Whether <see cref="AvailableIn"/> is an estimate: where calls under way are in the way, it follows from how long they have run and how long calls of the route took so far.
    /// All other waits follow from limits and stated times.
    /// </summary>
    public bool IsEstimate => Reason == ExclusionReason.ConcurrencyLimit && AvailableIn is not null;
}
