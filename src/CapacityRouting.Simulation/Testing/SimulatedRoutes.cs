using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Testing;

/// <summary>The providers in place of the clients of an application's routes, by name.</summary>
internal sealed class SimulatedRoutes : IRouteClientSubstitute
{
    private readonly Dictionary<string, IChatClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedProvider> _providers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Func<string, SimulatedProvider>? _make;

    /// <summary>Providers that a test describes. A route without one gets one that is well.</summary>
    public SimulatedRoutes(IEnumerable<ProviderSettings> providers, RunClock clock)
    {
        int seed = 0;
        foreach (ProviderSettings provider in providers)
            Add(new(provider, clock, seed++));
        _make = name => new(new() { Name = name }, clock, seed++);
    }

    /// <summary>The clients of a run. A route without one would be missing in its record.</summary>
    public SimulatedRoutes(RunContext run)
    {
        for (int i = 0; i < run.Clients.Count; i++)
            _clients.Add(run.Providers[i].Name, run.Clients[i]);
    }

    public IChatClient ClientOf(string route)
    {
        _asked.Add(route);
        if (_clients.TryGetValue(route, out IChatClient? client))
            return client;
        Add(_make?.Invoke(route) ?? throw new ArgumentException($"Route '{route}' has no provider in the replay; there are: {Names(_clients.Keys)}."));
        return _clients[route];
    }

    public SimulatedProvider ProviderOf(string route) =>
        _providers.TryGetValue(route, out SimulatedProvider? provider) ? provider : throw new ArgumentException($"No route has the name '{route}'; there are: {Names(_providers.Keys)}.", nameof(route));

    /// <exception cref="ArgumentException">Some provider has the name of no route of the routers that were made.</exception>
    public void ThrowIfUnknown()
    {
        string[] unknown = [.. _clients.Keys.Where(name => !_asked.Contains(name))];
        if (unknown.Length > 0)
            throw new ArgumentException($"No route has the name of the provider {Names(unknown)}; the routes are: {(_asked.Count == 0 ? "none, since no router was made" : Names(_asked))}.");
    }

    private void Add(SimulatedProvider provider)
    {
        _providers.Add(provider.Settings.Name, provider);
        _clients.Add(provider.Settings.Name, provider.AsChatClient());
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
