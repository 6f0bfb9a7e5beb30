namespace CapacityRouting;

/// <summary>
/// Why a call went where it went: who served it, every attempt, and every route that was passed over. It is written as the call
/// goes and never read back by the router.
/// </summary>
/// <remarks>
/// Complete when the call is; a stream's report, reached from its first update, is completed as the stream ends.
/// Read it from one thread at a time.
/// </remarks>
public sealed class RoutingReport
{
    private readonly List<RoutingAttempt> _attempts = new(1);
    private List<RouteExclusion>? _excluded;

    internal RoutingReport()
    {
    }

    /// <summary>The route whose answer reached the caller; null when none did.</summary>
    public string? ServedBy { get; internal set; }

    /// <summary>Every attempt, in order; the last one served if any did.</summary>
    public IReadOnlyList<RoutingAttempt> Attempts => _attempts;

    /// <summary>Every route that was passed over, with the last reason for it; those that were tried are not among them.</summary>
    public IReadOnlyList<RouteExclusion> Excluded => _excluded ?? (IReadOnlyList<RouteExclusion>)[];

    /// <summary>How long the call waited for capacity.</summary>
    public TimeSpan Waited { get; internal set; }

    /// <summary>Input and output tokens that were reserved for the call.</summary>
    public long EstimatedTokens { get; private set; }

    /// <summary>Input and output tokens that the provider reported; null when it did not.</summary>
    public long? ActualTokens { get; internal set; }

    internal RoutingAttempt Add(string route, TimeSpan duration, RouteFailure? failure)
    {
        RoutingAttempt attempt = new(route, duration, failure);
        _attempts.Add(attempt);
        return attempt;
    }

    internal void Exclude(string route, ExclusionReason reason, TimeSpan? availableIn)
    {
        _excluded ??= [];
        Forget(route);
        _excluded.Add(new(route, reason, availableIn));
    }

    /// <summary>A route that is tried after all is no longer passed over.</summary>
    internal void Attempting(string route, long estimatedTokens)
    {
        Forget(route);
        EstimatedTokens = estimatedTokens;
    }

    private void Forget(string route)
    {
        for (int i = 0; i < _excluded?.Count; i++)
            if (ReferenceEquals(_excluded[i].Route, route))
                _excluded.RemoveAt(i);
    }
}
