using CapacityRouting;
using CapacityRouting.Simulation;
using QuickStart.Load;

namespace QuickStart.Views;

/// <summary>Everything that a view looks at. It notices when a route or a service changes its state, and makes that an event.</summary>
/// <param name="providers">The simulated services; none with <c>--live</c>.</param>
internal sealed class RunWatch(ICapacityMonitor monitor, RunProgress progress, IReadOnlyCollection<SimulatedProvider> providers)
{
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);

    public RunProgress Progress => progress;

    public IReadOnlyList<RouteSnapshot> Look()
    {
        var routes = monitor.GetSnapshot().Routes;
        foreach (var provider in providers)
            Notice($"{provider.Settings.Name}'s service", provider.Settings.Faults.Any(fault => fault.Covers(progress.Elapsed)) ? "down" : "up");
        foreach (var route in routes)
            Notice($"route {route.Name}", RouteCondition.HealthOf(route));
        return routes;
    }

    private void Notice(string what, string state)
    {
        if (_states.TryGetValue(what, out var before) && !string.Equals(before, state, StringComparison.Ordinal))
            progress.Tell($"{what}: {before} -> {state}");
        _states[what] = state;
    }
}
