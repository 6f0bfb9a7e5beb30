using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>
/// Gives other clients to the routes of registered routers, for tests. Register it in the container: a route that it has a client for is made with that, and the client that the route was registered
/// with is neither made nor looked for.
/// </summary>
/// <remarks>It need not be thread-safe for one router, which asks on the thread that makes it. Routers that are made at once ask at once.</remarks>
public interface IRouteClientSubstitute
{
    /// <summary>The client for a route.</summary>
    /// <param name="route">The route's name.</param>
    /// <returns>The client, which the router leaves open; null for the route's own.</returns>
    IChatClient? ClientOf(string route);
}
