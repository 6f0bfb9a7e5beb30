namespace CapacityRouting.Routing;

/// <summary>
/// The ties of one request to routes: those that may take it, those that come first, and those that hold its state. Ordinary requests have none.
/// Immutable. Routes are sets of bits, by index.
/// </summary>
/// <param name="allowed">The routes that the caller allows.</param>
/// <param name="owning">The routes that hold the state that the request continues; all routes where it continues none.</param>
/// <param name="preferred">The routes that are asked before all others.</param>
internal sealed class RequestAffinity(ulong allowed, ulong owning, ulong preferred)
{
    /// <summary>Whether it continues a conversation or a background response that its provider stores.</summary>
    public bool IsBound { get; init; }

    /// <summary>Whether it asks for the rest of an answer, and is not a new request.</summary>
    public bool IsPoll { get; init; }

    /// <summary>Whether it may be restarted on a route that it is not bound to.</summary>
    public bool MayRestart { get; init; }

    /// <summary>The ties when the state is lost: the request begins anew, on any allowed route, those that held the state first.</summary>
    public RequestAffinity WithoutState() => new(allowed, owning: 0, preferred) { IsBound = true, MayRestart = true };

    /// <summary>Whether no known route holds the state that it is bound to.</summary>
    public bool IsUnknown => owning == 0 && !MayRestart;

    /// <summary>The routes that are asked before all others.</summary>
    public ulong Preferred => preferred;

    /// <summary>Whether the route may take it at all.</summary>
    public bool Allows(int route) => Has(MayRestart ? allowed : allowed & owning, route);

    /// <summary>Whether the route is asked before all others: it began the turn, or holds the conversation.</summary>
    public bool Prefers(int route) => Has(preferred, route);

    /// <summary>Whether the route holds the state that the request is bound to. On any other route the request is restarted.</summary>
    public bool IsBoundAt(int route) => IsBound && Has(owning, route);

    /// <summary>Whether it is a poll at the route. On any other route it is a new request.</summary>
    public bool IsPollAt(int route) => IsPoll && Has(owning, route);

    private static bool Has(ulong routes, int route) => (routes & (1UL << route)) != 0;
}
