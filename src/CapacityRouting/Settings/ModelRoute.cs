using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>One named model client in the ordered set, with its limits and traits.</summary>
/// <remarks>Not thread-safe: set it up before a client is made. The client copies it, and later changes have no effect.</remarks>
/// <example>
/// <code>
/// ModelRoute route = new("gpt-eu", client)
/// {
///     ModelId = "gpt-4o",
///     Limits = new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 },
///     MaxInputTokens = 128_000,
///     Tags = ["vision", "eu"],
/// };
/// </code>
/// </example>
public sealed class ModelRoute : RouteSettings
{
    /// <summary>Makes a route of a name and a client.</summary>
    /// <param name="name">The name in reports, logs and snapshots; unique within a router.</param>
    /// <param name="client">The client that calls the model. Turn its SDK's own retries off: the router cannot see them.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty or white space.</exception>
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

    /// <summary>The name in reports, logs and snapshots.</summary>
    public string Name { get; }

    /// <summary>The client that calls the model.</summary>
    public IChatClient Client { get; private set; }

    /// <summary>The route with a client. It is a copy of the whole object, so that no setting can be forgotten.</summary>
    internal ModelRoute With(IChatClient client, bool leaveOpen)
    {
        ModelRoute copy = (ModelRoute)MemberwiseClone();
        copy.Client = client;
        copy.LeaveOpen = LeaveOpenIfSet ?? leaveOpen;
        return copy;
    }
}
