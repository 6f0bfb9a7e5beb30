using CapacityRouting.Routing;

namespace CapacityRouting.Chat;

/// <summary>
/// The routes that get the part of an answer as the last message, and go on from it. All others get the instruction. They are read once for each request, so that its attempts agree with
/// its plan whatever other requests learn meanwhile. Not thread-safe.
/// </summary>
internal sealed class PrefilledRoutes
{
    // A bit for each route.
    private ulong _routes;

    /// <param name="rest">What the request has for the part of the answer.</param>
    /// <param name="routes">The routes of the request.</param>
    public PrefilledRoutes(RestOfAnswer rest, IEnumerable<Route> routes)
    {
        Rest = rest;
        foreach (Route route in routes)
            if (route.Traits.Profile.SupportsAssistantPrefill && !route.Model.Missing.Has(ModelCapability.AssistantPrefill))
                _routes |= 1UL << route.Index;
    }

    public RestOfAnswer Rest { get; }

    public bool Has(Route route) => (_routes & (1UL << route.Index)) != 0;

    /// <summary>Removes a route that has refused.</summary>
    /// <returns>Whether it was one of them.</returns>
    public bool Remove(Route route)
    {
        bool had = Has(route);
        _routes &= ~(1UL << route.Index);
        return had;
    }
}
