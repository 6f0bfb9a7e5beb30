using Microsoft.Extensions.AI;

namespace CapacityRouting.Hosting;

/// <summary>A route as registered: its client is given when the router is made.</summary>
internal sealed record RouteRegistration(string Name, Func<IServiceProvider, IChatClient?> Client, Action<RouteSettings>? Configure)
{
    /// <summary>Whether its client is made for the router, and was not there before.</summary>
    public bool IsMadeForTheRouter { get; init; }

    public ModelRoute Settings()
    {
        ModelRoute settings = new(Name) { LeaveOpen = true };
        Configure?.Invoke(settings);
        return settings;
    }
}
