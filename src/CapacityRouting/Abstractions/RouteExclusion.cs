namespace CapacityRouting;

/// <summary>A route that the router did not take, and the reason.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Route">The route's name.</param>
/// <param name="Reason">The reason.</param>
/// <param name="AvailableIn">The time from that moment until the route could take the request. Null when it cannot be known, or never comes.</param>
public sealed record RouteExclusion(string Route, ExclusionReason Reason, TimeSpan? AvailableIn)
{
    /// <summary>
    /// Whether <see cref="AvailableIn"/> is an estimate. It is one where calls under way are in the way: it then follows from their age and from the usual length of the route's calls.
    /// All other waits follow from limits and stated times.
    /// </summary>
    public bool IsEstimate => Reason == ExclusionReason.ConcurrencyLimit && AvailableIn is not null;
}
