namespace CapacityRouting.Routing;

/// <summary>
/// The ties of one request to routes: which may take it, which come first, and where it goes on with something that is kept there. Ordinary requests have none.
/// Immutable. Routes are known by their indexes, one bit each.
/// </summary>
/// <param name="allowed">The routes that the caller allows.</param>
/// <param name="owning">The routes that hold what the request goes on with; all of them where it goes on with nothing that is held.</param>
/// <param name="preferred">The routes that are asked before all others.</param>
internal sealed class RequestAffinity(ulong allowed, ulong owning, ulong preferred)
{
    /// <summary>Whether it goes on with a conversation or a background response that its provider keeps.</summary>
    public bool IsBound { get; init; }

    /// <summary>Whether it asks for the rest of an answer, and is no new request.</summary>
    public bool IsPoll { get; init; }

    /// <summary>Whether it may be begun anew on a route that it is not bound to.</summary>
    public bool MayRestart { get; init; }

    /// <summary>Whether no route is known to hold what it is bound to.</summary>
    public bool IsUnknown => owning == 0 && !MayRestart;

    /// <summary>The routes that are asked before all others.</summary>
    public ulong Preferred => preferred;

    /// <summary>Whether the route may take it at all.</summary>
    public bool Allows(int route) => Has(MayRestart ? allowed : allowed & owning, route);

    /// <summary>Whether the route is to be asked before all others: it began the turn, or holds the conversation.</summary>
    public bool Prefers(int route) => Has(preferred, route);

    /// <summary>Whether the route has what the request is bound to; on any other it is begun anew.</summary>
    public bool IsBoundAt(int route) => IsBound && Has(owning, route);

    /// <summary>Whether it is a poll there; on any other route it is a new request.</summary>
    public bool IsPollAt(int route) => IsPoll && Has(owning, route);

    private static bool Has(ulong routes, int route) => (routes & (1UL << route)) != 0;
}
