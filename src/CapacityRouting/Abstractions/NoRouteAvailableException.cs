namespace CapacityRouting;

/// <summary>Every route refused, failed or was passed over. The last failure, if there was one, is the inner exception.</summary>
public sealed class NoRouteAvailableException : Exception
{
    internal NoRouteAvailableException(string message, TimeSpan? retryAfter, RoutingReport report, Exception? lastFailure)
        : base(message, lastFailure)
    {
        RetryAfter = retryAfter;
        Attempts = report.Attempts;
        Excluded = report.Excluded;
    }

    /// <summary>How long, from now, until some route can take this request; null when that cannot be known.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Every attempt, in order, with its failure.</summary>
    public IReadOnlyList<RoutingAttempt> Attempts { get; }

    /// <summary>Every route that was passed over, and why.</summary>
    public IReadOnlyList<RouteExclusion> Excluded { get; }
}
