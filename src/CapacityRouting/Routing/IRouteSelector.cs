namespace CapacityRouting.Routing;

/// <summary>
/// A policy of routing: which candidate of a request comes before which, and what has to be left there. Admission, the queue and explanations walk the same way,
/// so a selector says nothing of leases, of waiting or of reports.
/// </summary>
/// <remarks>Shared by all requests at once: without state of its own, or thread-safe.</remarks>
internal interface IRouteSelector
{
    /// <summary>
    /// Offers the request to its candidates, the best first, until one takes it. A reserve above <see cref="Selection.Reserve"/> is a preference: a request that
    /// would find no route for it waits for none.
    /// </summary>
    /// <param name="selection">The request and its candidates.</param>
    /// <returns>Whether one has taken it.</returns>
    bool Select(ref Selection selection);
}
