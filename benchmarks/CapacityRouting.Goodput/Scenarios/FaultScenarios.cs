using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>The preferred provider fails, in whole or in part, at 60 % load: the others have room for most of it.</summary>
internal static class FaultScenarios
{
    private static readonly TimeSpan From = TimeSpan.FromMinutes(5);

    public static IEnumerable<Scenario> All()
    {
        yield return new("outage-10min", "the preferred provider is down for ten minutes of twenty-five", seed =>
            Struck(seed, TimeSpan.FromMinutes(25), new(FaultKind.Outage) { From = From, Until = From + TimeSpan.FromMinutes(10) }));
        yield return new("brown-out", "the preferred provider's first token takes ten times as long for five minutes of fifteen", seed =>
            Struck(seed, TimeSpan.FromMinutes(15), new(FaultKind.BrownOut) { From = From, Until = From + TimeSpan.FromMinutes(5) }));
        yield return new("midstream-cuts", "5 % of the preferred provider's answers break off in the middle", seed =>
            Struck(seed, TimeSpan.FromMinutes(10), new(FaultKind.MidStreamCut) { Share = 0.05 }));
    }

    private static Situation Struck(int seed, TimeSpan duration, Fault fault)
    {
        IReadOnlyList<RouteSpec> routes = Fleet.WithPreferred(gpt => gpt with { Faults = [fault] });
        return new(Workloads.Steady(Load.Rate(0.6, Fleet.Chat, routes.Select(route => route.Provider)), duration, Fleet.Chat, seed), routes);
    }
}
