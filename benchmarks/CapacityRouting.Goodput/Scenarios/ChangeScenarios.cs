using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>The preferred provider's limit changes in the middle of the run, and it says nothing but Retry-After. More is asked for than it ever admits; a second route has room for the rest.</summary>
internal static class ChangeScenarios
{
    private const double Rate = 6;
    private static readonly TimeSpan At = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(12);

    public static IEnumerable<Scenario> All()
    {
        yield return new("limit-halves-later", "the preferred route's limit, which is configured, is halved after five minutes, and it says nothing but Retry-After", seed =>
            Of(seed, 300, new LimitChange(At, 0.5), new CapacityLimits { RequestsPerMinute = 300 }));

        // A configured limit is one that the router never goes above: it can find out about a doubling only where it is told of none.
        yield return new("limit-doubles-later", "the preferred route's limit, of which nothing is configured, is doubled after five minutes, and it says nothing but Retry-After", seed =>
            Of(seed, 150, new LimitChange(At, 2), configured: null));
    }

    private static Situation Of(int seed, long requests, LimitChange change, CapacityLimits? configured)
    {
        RouteSpec preferred = Fleet.OpenAI(Roomy.Preferred, new() { RequestsPerMinute = requests }, new(1, 4));
        preferred = preferred with { Configured = configured, Provider = preferred.Provider with { Headers = HeaderStyle.None, Changes = [change] } };
        return new(Workloads.Steady(Rate, Duration, Fleet.Chat, seed), [preferred, Roomy.Route(Roomy.Other, new LatencyModel())]) { SampleEvery = TimeSpan.FromSeconds(1) };
    }
}
