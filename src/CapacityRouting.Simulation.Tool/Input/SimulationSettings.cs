namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>The <c>Simulation</c> object of a routes file: the differences between the simulated world and the configuration.</summary>
internal sealed record SimulationSettings
{
    /// <summary>The settings by the route's name. Case is ignored. A route that is missing is as configured.</summary>
    public IReadOnlyDictionary<string, RouteTruth> Routes { get; init; } = new Dictionary<string, RouteTruth>(StringComparer.OrdinalIgnoreCase);

    public double CharactersPerToken { get; init; } = 4;

    /// <summary>The share of calls whose answers are streamed.</summary>
    public double StreamShare { get; init; } = 0.5;

    public RouteTruth Of(string route) => Routes.GetValueOrDefault(route) ?? RouteTruth.AsConfigured;
}
