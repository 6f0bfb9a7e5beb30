using CapacityRouting.Settings;
using CapacityRouting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CapacityRouting.Hosting;

/// <summary>Makes a router from a container, and applies changes of its configuration while both live.</summary>
internal sealed class ConfiguredRouter
{
    private readonly CapacityRoutingBuilder _source;
    private readonly IServiceProvider _services;
    private RoutingSettings _settings;

    private ConfiguredRouter(CapacityRoutingBuilder source, IServiceProvider services, RoutingSettings settings)
    {
        _source = source;
        _services = services;
        _settings = settings;
    }

    /// <exception cref="OptionsValidationException">Some settings are wrong, or a client could not be made; every error is listed.</exception>
    /// <exception cref="InvalidOperationException">The router needs itself to be made.</exception>
    public static CapacityAwareChatClient Build(CapacityRoutingBuilder source, IServiceProvider services, string name)
    {
        using RouterConstruction construction = RouterConstruction.Begin(source, name);
        using ClientHandover handover = new();
        SettingErrors errors = new();
        RoutingSetup setup = RoutingSetup.Read(source, services, known: [], errors);
        ModelRoute[] routes = setup.Build(construction, handover, services, errors);
        if (errors.All.Count > 0)
            throw new WrongSettingsException(name, errors.All);
        setup.Settings.Options.QuotaSource ??= SourceOf(services, name);
        CapacityAwareChatClient client = new(routes, setup.Settings.Options, services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>());
        ConfiguredRouter self = new(source, services, setup.Settings);
        client.Router.Apply(setup.Settings);
        client.Router.Watch = self.Watch(client.Router);
        handover.Complete();
        return client;
    }

    /// <summary>Watches the options of its name, and the configuration.</summary>
    private Watches Watch(Router router) => new(
        _services.GetRequiredService<IOptionsMonitor<CapacityRoutingOptions>>().OnChange((_, changed) => ReloadIf(string.Equals(changed ?? Options.DefaultName, _source.Name, StringComparison.Ordinal), router)),
        _source.ConfigurationFrom(_services) is { } configuration ? ChangeToken.OnChange(configuration.GetReloadToken, Reload, router) : null);

    private void ReloadIf(bool isOwn, Router router)
    {
        if (isOwn)
            Reload(router);
    }

    private static IQuotaSource? SourceOf(IServiceProvider services, string name) =>
        string.Equals(name, Options.DefaultName, StringComparison.Ordinal) ? services.GetService<IQuotaSource>()
        : (services as IKeyedServiceProvider)?.GetKeyedService(typeof(IQuotaSource), name) as IQuotaSource;

    /// <summary>
    /// A wrong change is not applied, not even in part. An exception of the user's own code ends here: on the thread that watches a file it would end the
    /// process.
    /// </summary>
    private void Reload(Router router)
    {
        try
        {
            Take(router);
        }
        catch (Exception thrown)
        {
            router.Events.Tell(RoutingEvent.ReloadRefused(thrown.GetType().Name));
        }
    }

    private void Take(Router router)
    {
        SettingErrors errors = new();
        RoutingSettings changed = RoutingSetup.Read(_source, _services, _settings.Quotas, errors).Settings;
        foreach ((ModelRoute before, ModelRoute after) in _settings.Routes.Zip(changed.Routes))
        {
            if (before.Quota != after.Quota)
                errors.Add($"Routes:{after.Name}:Quota", "a route's quota cannot be exchanged while it runs.");
            if (after.Quota is not null && before.Limits is null != after.Limits is null)
                errors.Add($"Routes:{after.Name}:Limits", "a route's own limits within a shared quota cannot be added or removed while it runs.");
        }

        if (errors.All.Count > 0)
        {
            router.Events.Tell(RoutingEvent.ReloadRefused(string.Join("; ", errors.All)));
            return;
        }

        router.Apply(changed);
        _settings = changed;
        router.Events.Tell(RoutingEvent.Reloaded());
    }

    /// <summary>What a router is told of changes by.</summary>
    private sealed class Watches(IDisposable? options, IDisposable? configuration) : IDisposable
    {
        public void Dispose()
        {
            options?.Dispose();
            configuration?.Dispose();
        }
    }
}
