using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Tests.Reporting;

/// <summary>Rows written by hand.</summary>
internal static class Rows
{
    public static Scenario Scenario { get; } = new("a-scenario", "what happens", _ => throw new NotSupportedException());

    public static Contender Ours { get; } = Contender.All[0];

    public static Contender Rival { get; } = new("rival", "Rival", _ => throw new NotSupportedException());

    public static Results Results(params GoodputRow[] rows) => new([Scenario], [Ours, Rival], rows);

    public static GoodputRow Row(Contender contender, double goodput, double refused, int seed = 1, double? off = null, double? back = null) => new()
    {
        Scenario = Scenario.Id,
        Router = contender.Id,
        Seed = seed,
        GoodputRequests = goodput,
        GoodputTokens = goodput,
        RefusedPer1000 = refused,
        PreferredShare = 0.5,
        OraclePreferredShare = 0.6,
        WaitP50Ms = 1,
        WaitP99Ms = 20,
        Lost = 0,
        Doubled = 0,
        Overshoot = 0.1,
        Offered = 100,
        Served = 90,
        Late = 2,
        Failed = 1,
        WastedTokens = 4_000,
        CostRatio = 1.5,
        OffAfterSeconds = off,
        BackAfterSeconds = back,
        EstimateErrorAtStart = 0.2,
        EstimateErrorAtEnd = 0.1,
        MostRefusedByOne = 0,
        OneFitServed = null,
        LearnedAfterSeconds = null,
        DailyLimitProbes = null,
        Classes = [],
        Tenants = [],
    };
}
