using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Failures that a second attempt mends, a hundred calls each: with one route there is no other to go to.</summary>
internal static class BlipScenarios
{
    private const int Calls = 100;
    private const int Nth = 5;

    public static IEnumerable<Scenario> All()
    {
        yield return Alone("blips-500", "every fifth call fails once with a server error", new(FaultKind.ServerError) { EveryNth = Nth });
        yield return Alone("blips-503", "every fifth call is told once that the model is overloaded", new(FaultKind.Outage) { EveryNth = Nth });
        yield return Alone("blips-reset", "every fifth call's connection breaks once", new(FaultKind.Reset) { EveryNth = Nth });
        yield return Alone("blips-429", "every fifth call is refused once, for a second", new(FaultKind.StrayRefusal) { EveryNth = Nth });
        yield return new("blips-both", "two routes, of which each fails every fifth call once: one with a server error, the other with a broken connection", seed =>
            Of(seed, new Fault(FaultKind.ServerError) { EveryNth = Nth }, new Fault(FaultKind.Reset) { EveryNth = Nth }));
    }

    private static Scenario Alone(string id, string about, Fault fault) => new(id, $"one route: {about}", seed => Of(seed, fault));

    private static Situation Of(int seed, params Fault[] faults)
    {
        Workload steady = Workloads.Steady(2, TimeSpan.FromMinutes(2), Fleet.Chat, seed);
        return new(new("blips", steady.Calls.Take(Calls)), [.. faults.Select((fault, i) => Roomy.Route($"route-{i + 1}", Roomy.Talking, fault))]);
    }
}
