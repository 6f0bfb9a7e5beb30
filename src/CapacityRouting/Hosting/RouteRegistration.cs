using Microsoft.Extensions.AI;

namespace CapacityRouting.Hosting;

/// <summary>A route as registered. Its client is resolved when the router is made.</summary>
internal sealed record RouteRegistration(string Name, Func<IServiceProvider, IChatClient?> Client, Action<RouteSettings>? Configure)
{
    public const string NoClient = "its client factory returned null; it must return a client.";

    /// <summary>Whether the client is made for the router, and did not exist before.</summary>
    public bool IsMadeForTheRouter { get; init; }

    /// <summary>The error when there is no client.</summary>
    public string IfNull { get; init; } = NoClient;

    public ModelRoute Settings()
    {
        ModelRoute settings = new(Name);
        Configure?.Invoke(settings);
        return settings;
    }
}
