using CapacityRouting.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Hosting;

/// <summary>One route's settings, and how to get its client.</summary>
internal sealed class RouteSetup(RouteRegistration registration)
{
    public string Name => registration.Name;

    public bool IsMadeForTheRouter => registration.IsMadeForTheRouter;

    public ModelRoute Settings { get; } = registration.Settings();

    public ModelRoute? Build(IServiceProvider services, SettingErrors errors)
    {
        try
        {
            if (services.GetService<IRouteClientSubstitute>()?.ClientOf(Name) is { } substitute)
                return Settings.With(substitute, leaveOpen: true);
            FoundClients found = new(services);
            if (registration.Client(found) is { } client)
                return Settings.With(client, leaveOpen: !IsMadeForTheRouter || found.Has(client));
            errors.Add($"Routes:{Name}", registration.IfNull);
        }
        catch (Exception thrown)
        {
            errors.Add($"Routes:{Name}", $"its client factory threw {thrown.GetType().Name}: {thrown.Message}");
        }

        return null;
    }
}
