namespace CapacityRouting;

/// <summary>Every route refused, failed or was passed over. The inner exception is the last failure, if there was one.</summary>
/// <remarks>
/// A router of one route that has asked it throws what the route's client threw, and not this: there never was another route. <see cref="RoutingExtensions.GetRoutingReport(Exception)"/>
/// gives the report of either. Its own properties are immutable, and so safe to share.
/// </remarks>
/// <example>
/// <code>
/// try
/// {
///     return await client.GetResponseAsync(messages);
/// }
/// catch (NoRouteAvailableException refused) when (refused.RetryAfter is { } wait)
/// {
///     foreach (RouteExclusion route in refused.Excluded)
///         Console.WriteLine($"{route.Route}: {route.Reason}");
///     throw new TimeoutException($"Busy. Try again in {wait.TotalSeconds:0} s.", refused);
/// }
/// </code>
/// </example>
public sealed class NoRouteAvailableException : Exception
{
    internal NoRouteAvailableException(string message, TimeSpan? retryAfter, RoutingReport report, Exception? lastFailure)
        : base(message, lastFailure)
    {
        RetryAfter = retryAfter;
        Attempts = report.Attempts;
        Excluded = report.Excluded;
    }

    /// <summary>
    /// The time from the throw until some route can take this request. Null when it cannot be known. Send it on to the caller as <c>Retry-After</c>.
    /// </summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Every attempt, in order, with its failure in full.</summary>
    public IReadOnlyList<RoutingAttempt> Attempts { get; }

    /// <summary>Every route that was passed over, and the reason.</summary>
    public IReadOnlyList<RouteExclusion> Excluded { get; }
}
