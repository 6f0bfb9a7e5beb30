namespace CapacityRouting;

/// <summary>A route that the router did not take, and the reason.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Route">The route's name.</param>
/// <param name="Reason">The reason.</param>
/// <param name="AvailableIn">The time from that moment until the route could take the request. Null when it cannot be known, or never comes.</param>
public sealed record RouteExclusion(string Route, ExclusionReason Reason, TimeSpan? AvailableIn)
{
    /// <summary>
    /// The numbers and names behind the reason, in English: "needs about 10,000 tokens, TokensPerMinute is 1,000". For people to read; the words may change with any version.
    /// Told by a <see cref="NoRouteAvailableException"/>, its report and <see cref="ICapacityMonitor.Explain"/>. Null in the report of an answer, and where the reason says everything.
    /// Two exclusions are equal without regard to it.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Whether <see cref="AvailableIn"/> is an estimate. It is one where calls under way are in the way: it then follows from their age and from the usual length of the route's calls.
    /// All other waits follow from limits and stated times.
    /// </summary>
    public bool IsEstimate => Reason == ExclusionReason.ConcurrencyLimit && AvailableIn is not null;

    /// <summary>Whether both have the same route, reason and wait.</summary>
    /// <param name="other">The other exclusion.</param>
    /// <returns>False for null.</returns>
    public bool Equals(RouteExclusion? other) =>
        other is not null && string.Equals(Route, other.Route, StringComparison.Ordinal) && Reason == other.Reason && AvailableIn == other.AvailableIn;

    /// <summary>A hash of the route, the reason and the wait.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => HashCode.Combine(Route, Reason, AvailableIn);
}
