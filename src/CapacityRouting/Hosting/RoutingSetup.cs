using CapacityRouting.Settings;

namespace CapacityRouting.Hosting;

/// <summary>The settings of a router that is registered with a container, before any client is made.</summary>
internal sealed class RoutingSetup
{
    private readonly RouteSetup[] _routes;

    private RoutingSetup(CapacityRoutingBuilder source, IServiceProvider services, IEnumerable<CapacityQuota> known)
    {
        _routes = [.. source.Routes.Select(route => new RouteSetup(route))];
        Settings = new(source.OptionsFrom(services), [.. _routes.Select(route => route.Settings)], source.Quotas, known);
    }

    public RoutingSettings Settings { get; }

    /// <summary>Reads and checks it all; the errors say whether it may be used.</summary>
    /// <param name="source">What code says.</param>
    /// <param name="services">Where the configuration is found.</param>
    /// <param name="known">Quotas that were made from configuration before, and go on.</param>
    /// <param name="errors">Every error, with its path.</param>
    public static RoutingSetup Read(CapacityRoutingBuilder source, IServiceProvider services, IEnumerable<CapacityQuota> known, SettingErrors errors)
    {
        RoutingSetup setup = new(source, services, known);
        if (source.ConfigurationFrom(services) is { } configuration)
            ConfigurationReader.Read(configuration, setup.Settings, errors);
        setup.Settings.Check(errors);
        return setup;
    }

    /// <summary>Makes the clients. A factory that fails is one more error, named by its route.</summary>
    /// <exception cref="InvalidOperationException">A factory needs the router itself.</exception>
    public ModelRoute[] Build(RouterConstruction router, ClientHandover handover, IServiceProvider services, SettingErrors errors)
    {
        List<ModelRoute> routes = [];
        foreach (RouteSetup setup in _routes)
        {
            if (router.Make(setup, services, errors) is not { } route)
                continue;
            handover.Add(setup, route);
            routes.Add(route);
        }

        return [.. routes];
    }
}
