using CapacityRouting.Simulation.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Simulation;

/// <summary>What a test of a <see cref="RoutingSimulation"/> works with: the application's services, and the providers behind its routes.</summary>
/// <remarks>Not thread-safe: a test stays on its thread.</remarks>
public sealed class SimulatedServices
{
    private readonly SimulatedRoutes _routes;
    private readonly RunClock _clock;

    internal SimulatedServices(IServiceProvider services, SimulatedRoutes routes, RunClock clock)
    {
        Services = services;
        _routes = routes;
        _clock = clock;
    }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The application's <see cref="IChatClient"/> without a key.</summary>
    /// <exception cref="InvalidOperationException">None is registered.</exception>
    public IChatClient Client => Services.GetRequiredService<IChatClient>();

    /// <summary>How much time has passed since the test began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Waits until a moment; not at all when it is past.</summary>
    /// <param name="moment">The moment, since the test began.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task UntilAsync(TimeSpan moment, CancellationToken cancellationToken = default) => _clock.UntilAsync(moment, cancellationToken);

    /// <summary>The provider behind a route: which requests reached it, and how they ended.</summary>
    /// <param name="route">The route's name.</param>
    /// <exception cref="ArgumentException">No router that was made has such a route, and no provider has that name.</exception>
    public SimulatedProvider ProviderOf(string route) => _routes.ProviderOf(route);
}
