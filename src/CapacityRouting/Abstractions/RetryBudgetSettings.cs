namespace CapacityRouting;

/// <summary>
/// How often all requests of a client together may ask a route again that has failed them (<see cref="CapacityRoutingOptions.RetryWhenAlone"/>). The budget keeps an outage from
/// multiplying the load on a provider that can bear it least.
/// </summary>
/// <remarks>
/// Immutable, and so safe to share. Neither first attempts nor failovers count: of them no route gets more than the load itself.
/// A share and a floor are the retry budget of Finagle and of Google's
/// "Site Reliability Engineering" (chapter 21, "Handling Overload").
/// </remarks>
public sealed record RetryBudgetSettings
{
    /// <summary>Repeated attempts for each request, zero or more: 0.2 allows one for every five requests. Default: 0.2.</summary>
    public double Share { get; init; } = 0.2;

    /// <summary>Repeated attempts a second that are allowed at any number of requests, zero or more. Ten seconds' worth may be made at once. Default: 10.</summary>
    public int PerSecond { get; init; } = 10;
}
