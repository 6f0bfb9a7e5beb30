namespace CapacityRouting.Routing;

/// <summary>
/// A routing policy: the rank of the candidates of a request, and the reserve that must be left at each. Admission, the queue and explanations use the same selector,
/// so a selector is not concerned with leases, waiting or reports.
/// </summary>
/// <remarks>One instance serves all requests at once: it has no state, or is thread-safe.</remarks>
internal interface IRouteSelector
{
    /// <summary>
    /// Offers the request to its candidates, the best first, until one takes it. A reserve above <see cref="Selection.Reserve"/> is only a preference: a request
    /// never waits for it where no route has that much.
    /// </summary>
    /// <param name="selection">The request and its candidates.</param>
    /// <returns>Whether a candidate has taken it.</returns>
    bool Select(ref Selection selection);
}
