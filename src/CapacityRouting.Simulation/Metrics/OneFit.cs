namespace CapacityRouting.Simulation.Metrics;

/// <summary>The calls that are too long for every provider but one. A router that fills that one with others fails these calls.</summary>
internal static class OneFit
{
    /// <summary>Those calls. None with a single provider, which fits all calls alike.</summary>
    public static CallRecord[] CallsOf(RunResult run) => run.Providers.Count < 2 ? [] :
        [.. run.Calls.Where(call => run.Providers.Count(provider => Fits(call.Call, provider)) == 1)];

    private static bool Fits(SimulatedCall call, ProviderSettings provider) => provider.ContextWindow is not { } window || call.InputTokens <= window;
}
