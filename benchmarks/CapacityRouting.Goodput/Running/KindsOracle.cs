using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>What is possible in a situation. Where many providers are alike but for their names, they are bounded as one that is as large as all of them.</summary>
/// <remarks>The pool of providers that are alike is one bucket whose size and rate are the sums of theirs, so that the bound is as valid; it stays in what <see cref="FluidOracle"/> can tell apart.</remarks>
internal static class KindsOracle
{
    // Fewer are told apart one by one, in every partition.
    private const int FewProviders = 6;

    public static OracleBound Of(Situation situation)
    {
        if (situation.Providers.Count <= FewProviders)
            return FluidOracle.Of(situation.Workload, situation.Providers, situation.Patience);
        ILookup<ProviderSettings, ProviderSettings> kinds = situation.Providers.ToLookup(provider => provider with { Name = string.Empty });
        OracleBound together = FluidOracle.Of(situation.Workload, [.. kinds.Select(kind => AsOne(kind.First(), kind.Count()))], situation.Patience);
        Dictionary<ProviderSettings, double> alone = kinds.ToDictionary(kind => kind.Key, kind => FluidOracle.Of(situation.Workload, [kind.First()], situation.Patience).Requests);
        return together with { ByProvider = [.. situation.Providers.Select(provider => alone[provider with { Name = string.Empty }])] };
    }

    private static ProviderSettings AsOne(ProviderSettings provider, int count) => provider with { Limits = Fleet.Scaled(provider, count) };
}
