using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Simulation.Testing;

/// <summary>A container as the application makes it, with simulated providers and another time.</summary>
internal static class SimulatedContainer
{
    public static ServiceProvider Build(Action<IServiceCollection> register, SimulatedRoutes routes, TimeProvider time)
    {
        ServiceCollection services = [];
        register(services);
        services.Replace(ServiceDescriptor.Singleton(time));
        services.AddSingleton<IRouteClientSubstitute>(routes);
        ServiceProvider provider = services.BuildServiceProvider();
        provider.GetService<IStartupValidator>()?.Validate();
        return provider;
    }
}
