using CapacityRouting.Simulation.Tool.Input;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>Makes the real router from a routes file, in the same way as a program.</summary>
internal static class RouterFactory
{
    /// <summary>The router's container; disposing it disposes the router.</summary>
    public static ServiceProvider Build(RoutesFile file, IReadOnlyList<IChatClient> clients, TimeProvider time, int seed)
    {
        ServiceCollection services = [];
        services.AddSingleton(time);
        services.AddCapacityAwareFallback(routing =>
        {
            foreach ((string name, IChatClient client) in file.RouteNames.Zip(clients))
                routing.AddRoute(name, client);
            routing.BindConfiguration(file.Configuration).Configure(options => options.RandomSeed = seed);
        });
        return services.BuildServiceProvider();
    }

    /// <summary>The routes as the library reads the settings.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Some settings are wrong. Every error is listed.</exception>
    public static IReadOnlyList<RouteSnapshot> Snapshot(RoutesFile file)
    {
        VirtualTime time = new();
        RunClock clock = new(time);
        IChatClient[] clients = [.. file.RouteNames.Select(name => new SimulatedProvider(new() { Name = name }, clock).AsChatClient())];
        using ServiceProvider services = Build(file, clients, time, seed: 0);
        return services.GetRequiredService<IChatClient>().GetService<ICapacityMonitor>()!.GetSnapshot().Routes;
    }
}
