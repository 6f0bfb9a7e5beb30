using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>The bound that no router can surpass, with routes of one account counted as one provider.</summary>
internal static class PossibleBound
{
    public static OracleBound Of(RoutesFile file, Workload workload, IReadOnlyList<ProviderSettings> providers)
    {
        OracleBound apart = FluidOracle.Of(workload, providers, file.Patience);
        ProviderSettings[] accounts = [.. Accounts(file, providers)];
        if (accounts.Length == providers.Count)
            return apart;
        OracleBound together = FluidOracle.Of(workload, accounts, file.Patience);
        return apart with { Requests = Math.Min(apart.Requests, together.Requests), Tokens = Math.Min(apart.Tokens, together.Tokens) };
    }

    /// <summary>A route whose own truth differs from the quota's stands alone: its provider is bound by that truth.</summary>
    private static IEnumerable<ProviderSettings> Accounts(RoutesFile file, IReadOnlyList<ProviderSettings> providers) => file.Routes.Zip(providers)
        .GroupBy(
            route => RouteProvider.IsShared(route.First, file) && file.Simulation.Of(route.First.Name).Limits == TrueLimits.AsConfigured ? $"quota {route.First.Quota}" : $"route {route.First.Name}",
            route => route.Second,
            StringComparer.OrdinalIgnoreCase)
        .Select(account => account.Count() == 1 ? account.First() : Merged([.. account]));

    /// <summary>A provider at least as good as each member: up when any member is up, and open to any call that a member takes.</summary>
    private static ProviderSettings Merged(ProviderSettings[] members) => members[0] with
    {
        Faults = [],
        Neighbours = [],
        ContextWindow = Array.Exists(members, member => member.ContextWindow is null) ? null : members.Max(member => member.ContextWindow),
    };
}
