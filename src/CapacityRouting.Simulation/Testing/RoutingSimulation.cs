using CapacityRouting.Simulation.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Simulation;

/// <summary>
/// An application's own registration of routers, over simulated providers and in virtual time: for tests of its routing. Policy, limits and configuration are the application's. Each of its routes gets
/// a simulated provider in place of its client, so nothing reaches a network, and an hour takes no longer than what happens in it.
/// </summary>
/// <remarks>
/// <para>Immutable, and so safe to share between tests: each run makes its services and its providers anew.</para>
/// <para>
/// The registered clients are neither made nor looked for. The container's <see cref="TimeProvider"/> is the virtual one. Time passes when nothing else is left to do. So what a test waits for must be
/// done on its own thread, or by a timer of that time: a test does not use <c>Task.Run</c>, <c>Task.Delay</c> without the container's <see cref="TimeProvider"/>, or real input and output.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// Workload hour = Workloads.Steady(ratePerSecond: 2, TimeSpan.FromHours(1), new TokenMix(new TokenRange(800, 0.5), new TokenRange(200, 0.5)), seed: 1);
///
/// RunResult result = new RoutingSimulation(
///     services => services.AddChat(),
///     new ProviderSettings { Name = "gpt", Limits = [new(CapacityDimension.RequestsPerMinute, 120)] },
///     new ProviderSettings { Name = "claude", Dialect = ProviderDialect.Anthropic, Limits = [new(CapacityDimension.RequestsPerMinute, 60)] }).Replay(hour);
///
/// Assert.All(result.Calls, call => Assert.Equal(CallOutcome.Served, call.Outcome));
/// </code>
/// </example>
public sealed class RoutingSimulation
{
    private readonly Action<IServiceCollection> _register;
    private readonly ProviderSettings[] _providers;

    /// <summary>Makes a simulation.</summary>
    /// <param name="register">Registers what the application registers.</param>
    /// <param name="providers">
    /// The providers behind the routes, each with its route's name. A route without one gets a provider that is well and has no limits.
    /// </param>
    /// <exception cref="ArgumentException">Some settings are wrong; the message lists every one with its value.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="register"/> or <paramref name="providers"/> is null.</exception>
    public RoutingSimulation(Action<IServiceCollection> register, params IEnumerable<ProviderSettings> providers)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(providers);
        _register = register;
        _providers = [.. providers];
        RunRules.Check(_providers);
    }

    /// <summary>Runs a test in virtual time, and returns when it is done. What it throws is thrown here.</summary>
    /// <param name="test">The test.</param>
    /// <exception cref="ArgumentException">A provider has the name of no route.</exception>
    /// <exception cref="InvalidOperationException">The test waits for what no timer of its time will bring.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The application's settings are wrong.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="test"/> is null.</exception>
    public void Run(Func<SimulatedServices, Task> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        VirtualTime time = new();
        RunClock clock = new(time);
        SimulatedRoutes routes = new(_providers, clock);
        time.Run(async () =>
        {
            using ServiceProvider services = SimulatedContainer.Build(_register, routes, time);
            clock.Start();
            await test(new(services, routes, clock)).ConfigureAwait(false);
        });
        routes.ThrowIfUnknown();
    }

    /// <summary>Sends a workload through the application's router, in virtual time, and records all events: <c>RunMetrics</c> sums them up.</summary>
    /// <param name="workload">The calls.</param>
    /// <param name="serviceKey">The key of the application's <see cref="IChatClient"/>; null for the one without a key.</param>
    /// <param name="streamShare">The share of calls whose answers are streamed, 0 to 1.</param>
    /// <exception cref="ArgumentException">There is no provider, a provider has the name of no route, or some settings of the run are wrong.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A route has no provider, or the application's settings are wrong.</exception>
    /// <exception cref="InvalidOperationException">The application left the simulation's one thread.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> is null.</exception>
    public RunResult Replay(Workload workload, string? serviceKey = null, double streamShare = 0.5)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ServiceProvider? services = null;
        SimulatedRoutes? routes = null;
        try
        {
            RunResult result = Simulator.Run(new()
            {
                Workload = workload,
                Providers = _providers,
                StreamShare = streamShare,
                Router = context =>
                {
                    routes = new(context);
                    services = SimulatedContainer.Build(_register, routes, context.Clock.Time);
                    return services.GetRequiredKeyedService<IChatClient>(serviceKey);
                },
            });
            routes!.ThrowIfUnknown();
            return result;
        }
        finally
        {
            services?.Dispose();
        }
    }
}
