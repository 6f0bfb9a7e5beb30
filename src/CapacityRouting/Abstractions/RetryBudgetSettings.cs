namespace CapacityRouting;

/// <summary>The further attempts that all requests of a client together may make after failures. The budget keeps a full outage from multiplying the load.</summary>
/// <remarks>
/// Immutable, and so safe to share. First attempts never count. The first failover of a request counts but is never denied: only a third route is denied.
/// A share and a floor are the retry budget of Finagle and of Google's
/// "Site Reliability Engineering" (chapter 21, "Handling Overload").
/// </remarks>
public sealed record RetryBudgetSettings
{
    /// <summary>Further attempts for each request, zero or more: 0.2 allows one for every five requests. Default: 0.2.</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>Further attempts a second that are allowed at any number of requests, zero or more. Ten seconds' worth may be made at once. Default: 10.</summary>
    public int PerSecond { get; init; } = 10;
}
