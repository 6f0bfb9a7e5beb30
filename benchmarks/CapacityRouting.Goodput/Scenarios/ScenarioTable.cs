namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Every scenario, in the order in which reports show them.</summary>
internal static class ScenarioTable
{
    /// <param name="traces">Where recorded arrivals are found; null to make some up.</param>
    public static IReadOnlyList<Scenario> All(string? traces) =>
        [.. LoadScenarios.All(traces), CrowdScenario.Of(), .. CallerScenarios.All(), .. FaultScenarios.All(), .. LimitScenarios.All(), .. LimiterScenarios.All()];
}
