namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Every scenario, in the order in which reports show them.</summary>
internal static class ScenarioTable
{
    private const int FewSeeds = 5;

    // Nine rivals take most of the time of a run, and their figures hardly differ from seed to seed.
    private const int FewestSeeds = 2;

    /// <param name="traces">Where recorded arrivals are found; null to make some up.</param>
    public static IReadOnlyList<Scenario> All(string? traces) =>
        [.. Known(traces).Select(scenario => scenario with { RivalSeeds = FewestSeeds }), .. Field()];

    private static IEnumerable<Scenario> Known(string? traces) =>
        [.. LoadScenarios.All(traces), CrowdScenario.Of(), .. CallerScenarios.All(), .. FaultScenarios.All(), .. LimitScenarios.All(), .. LimiterScenarios.All()];

    /// <summary>Those in which evidence lies. There are many of them, so that fewer seeds tell whether a rival is ahead.</summary>
    private static IEnumerable<Scenario> Field() =>
        ((Scenario[])[.. StrayScenarios.All(), .. BreakScenarios.All(), .. BlipScenarios.All(), .. EvidenceScenarios.All(), .. ChangeScenarios.All(), QuickStartScenario.Of()])
        .Select(scenario => scenario with { RivalSeeds = Math.Min(scenario.RivalSeeds, FewSeeds) });
}
