using Microsoft.Extensions.AI;

namespace CapacityRouting.Hosting;

/// <summary>Clients that factories made for a router to own. Before the router exists they have no owner; when it cannot be made, they are disposed.</summary>
internal sealed class ClientHandover : IDisposable
{
    private readonly HashSet<IChatClient> _clients = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes note of a route's client. A client of another owner is left alone, and may be asked for again.</summary>
    public void Add(RouteSetup setup, ModelRoute route)
    {
        if (setup.IsMadeForTheRouter && !route.LeaveOpen)
            _clients.Add(route.Client);
    }

    /// <summary>The router exists, and owns the clients.</summary>
    public void Complete() => _clients.Clear();

    public void Dispose()
    {
        foreach (IChatClient client in _clients)
            Discard(client);
    }

    private static void Discard(IChatClient client)
    {
        try
        {
            client.Dispose();
        }
        catch (Exception)
        {
            // The user is told the reason why the router could not be made, not this exception.
        }
    }
}
