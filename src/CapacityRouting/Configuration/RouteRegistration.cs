using Microsoft.Extensions.AI;

namespace CapacityRouting.Configuration;

/// <summary>A route as registered: its client is made when the router is.</summary>
internal sealed record RouteRegistration(string Name, Func<IServiceProvider, IChatClient?> Client, Action<RouteSettings>? Configure)
{
    public RouteSettings Settings()
    {
        RouteSettings settings = new() { LeaveOpen = true };
        Configure?.Invoke(settings);
        return settings;
    }
}
