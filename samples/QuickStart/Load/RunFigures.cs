using CapacityRouting;
using CapacityRouting.Simulation;

namespace QuickStart.Load;

/// <summary>Adds up a finished run. What the services counted goes before what the router reports.</summary>
/// <param name="providers">The simulated services by name; none with <c>--live</c>.</param>
internal sealed class RunFigures(
    IReadOnlyList<ModelRoute> routes,
    IReadOnlyList<CallResult> results,
    IReadOnlyDictionary<string, SimulatedProvider> providers)
{
    private readonly ILookup<string?, CallResult> _served = results.ToLookup(result => result.ServedBy, StringComparer.Ordinal);

    private readonly ILookup<string, RouteFailure> _failures = results
        .SelectMany(result => result.Report?.Attempts ?? [])
        .Where(attempt => attempt.Failure is not null)
        .ToLookup(attempt => attempt.Route, attempt => attempt.Failure!, StringComparer.Ordinal);

    public RunSummary Summarize()
    {
        var perRoute = routes.ToDictionary(route => route.Name, route => OfRoute(route.Name), StringComparer.Ordinal);
        return new RunSummary
        {
            Calls = results.Count,
            Served = results.Count(result => result.Served),
            Failed = results.Count(result => !result.Served),
            Failovers = results.Sum(result => result.Failovers),
            Upstream429s = perRoute.Values.Sum(route => route.Refused),
            WaitedCalls = results.Count(result => result.Waited > TimeSpan.Zero),
            P99WaitMs = Percentile99([.. results.Select(result => result.Waited.TotalMilliseconds).Order()]),
            PreferredShareOfAllowed = ShareOf(routes[0]),
            InFlightPeaks = providers.ToDictionary(named => named.Key, named => PeakOf(named.Value), StringComparer.Ordinal),
            PerRoute = perRoute,
        };
    }

    private RouteSummary OfRoute(string name)
    {
        var service = providers.GetValueOrDefault(name);
        return new RouteSummary
        {
            Served = _served[name].Count(),
            Refused = service?.Count(VisitEnd.RateLimited) ?? _failures[name].Count(failure => failure.Kind is FailureKind.RateLimited),
            OtherFailures = service?.Count(VisitEnd.Unavailable) ?? _failures[name].Count(failure => failure.Kind is not FailureKind.RateLimited),
        };
    }

    private double? ShareOf(ModelRoute preferred) => providers.TryGetValue(preferred.Name, out var provider)
        ? PreferredShare.Of(_served[preferred.Name].Count(), preferred.Limits!, provider.Settings.Faults, results)
        : null;

    private static InFlightPeak PeakOf(SimulatedProvider provider) =>
        new(provider.PeakInFlight, provider.Settings.MaxConcurrentRequests);

    private static double Percentile99(double[] ascending) =>
        ascending.Length == 0 ? 0 : Math.Round(ascending[(int)Math.Ceiling(0.99 * ascending.Length) - 1], 1);
}
