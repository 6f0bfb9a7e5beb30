using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>What obeying every stated wait costs: the yardstick where stray refusals state one.</summary>
internal static class ObedientRun
{
    /// <summary>The goodput of the obedient router with the same calls, providers and chance; null where no stray refusal states a wait.</summary>
    public static double? GoodputOf(Situation situation, int seed, OracleBound oracle)
    {
        bool isStated = situation.Providers.Any(provider => provider.Faults.Any(fault => fault is { Kind: FaultKind.StrayRefusal, Wait: not null }));
        return isStated ? RunMetrics.Of(Simulator.Run(situation.SettingsFor(context => new ObedientRouter(context), seed)), oracle).GoodputRequests : null;
    }
}
