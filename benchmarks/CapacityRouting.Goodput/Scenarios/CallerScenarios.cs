using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>30 % more than the routes can take, of callers that are not alike: what does each of them get?</summary>
internal static class CallerScenarios
{
    /// <summary>The tenant that sends the most.</summary>
    public const string LoudTenant = "loud";

    private const double Overload = 1.3;
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public static IEnumerable<Scenario> All()
    {
        yield return new("tenants", "30 % more than the routes can take, 70 % of it from one of four tenants", seed => Mixed(
            "tenants", seed, (0.7, OfTenant(LoudTenant)), (0.1, OfTenant("a")), (0.1, OfTenant("b")), (0.1, OfTenant("c"))));
        yield return new("classes", "30 % more than the routes can take, 10 % of it critical, 60 % normal, 30 % background", seed => Mixed(
            "classes", seed, (0.1, OfClass(RequestPriority.Critical)), (0.6, OfClass(RequestPriority.Normal)), (0.3, OfClass(RequestPriority.Background))));
    }

    /// <summary>Each part has arrivals of its own: no one's are the gaps of another's.</summary>
    private static Situation Mixed(string name, int seed, params (double Share, Func<SimulatedCall, SimulatedCall> Mark)[] parts)
    {
        double rate = Load.Rate(Overload, Fleet.Chat, Fleet.All.Select(route => route.Provider));
        IEnumerable<Workload> workloads = parts.Select((part, i) => Marked(Workloads.Steady(part.Share * rate, TenMinutes, Fleet.Chat, seed + (1_000 * i)), part.Mark));
        return new(Workloads.Merge(name, [.. workloads]), Fleet.All);
    }

    private static Func<SimulatedCall, SimulatedCall> OfTenant(string tenant) => call => call with { Tenant = tenant };

    private static Func<SimulatedCall, SimulatedCall> OfClass(RequestPriority importance) => call => call with { Class = importance.ToString() };

    private static Workload Marked(Workload workload, Func<SimulatedCall, SimulatedCall> mark) => new(workload.Name, workload.Calls.Select(mark));
}
