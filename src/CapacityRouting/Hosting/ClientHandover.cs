using Microsoft.Extensions.AI;

namespace CapacityRouting.Hosting;

/// <summary>Clients that factories made for a router which is to own them. Until it is there they belong to nobody: when it comes to nothing, they are disposed.</summary>
internal sealed class ClientHandover : IDisposable
{
    private readonly HashSet<IChatClient> _clients = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes note of a route's client. One that somebody else made is still theirs, and may be asked for again.</summary>
    public void Add(RouteSetup setup, ModelRoute route)
    {
        if (setup.IsMadeForTheRouter && !route.LeaveOpen)
            _clients.Add(route.Client);
    }

    /// <summary>The router is there, and owns them.</summary>
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
            // What the router came to nothing for is what its user is told.
        }
    }
}
