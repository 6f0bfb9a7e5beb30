namespace CapacityRouting;

/// <summary>How many further attempts all requests of a client together may make after failures, so that an outage of everything is not met with many times the load.</summary>
/// <remarks>
/// Immutable, and so safe to share. First attempts never count, and a request's first failover counts but is never denied: only a third route is.
/// A share and a floor are the retry budget of Finagle and of Google's
/// "Site Reliability Engineering" (chapter 21, "Handling Overload").
/// </remarks>
public sealed record RetryBudgetSettings
{
    /// <summary>Further attempts for each request, zero or more: 0.2 allows one for every five requests. Default: 0.2.</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>
    /// Further attempts a second that are allowed however few requests there are, zero or more; those of ten seconds may be made at once.
    /// Default: 10.
    /// </summary>
    public int PerSecond { get; init; } = 10;
}
