using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>One named model client in the ordered set, with its limits and traits.</summary>
public sealed class ModelRoute : RouteSettings
{
    /// <summary>Names a client.</summary>
    /// <param name="name">How reports, logs and snapshots call it; unique within a router.</param>
    /// <param name="client">The client that calls the model. Turn its SDK's own retries off: the router cannot see them.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public ModelRoute(string name, IChatClient client)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (client is null)
            throw new ArgumentNullException(nameof(client), $"Route '{name}': the client is null.");
        Name = name;
        Client = client;
    }

    /// <summary>A registered route, whose client is known once the router is made.</summary>
    internal ModelRoute(string name)
    {
        Name = name;
        Client = null!;
    }

    /// <summary>How reports, logs and snapshots call it.</summary>
    public string Name { get; }

    /// <summary>The client that calls the model.</summary>
    public IChatClient Client { get; private set; }

    /// <summary>The route with a client: a copy as it is, so that no setting can be forgotten.</summary>
    internal ModelRoute With(IChatClient client)
    {
        ModelRoute copy = (ModelRoute)MemberwiseClone();
        copy.Client = client;
        return copy;
    }
}
