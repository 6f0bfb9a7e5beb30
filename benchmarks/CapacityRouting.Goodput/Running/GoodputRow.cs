using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>The figures of one run, as <c>--json</c> writes them.</summary>
internal sealed record GoodputRow
{
    public required string Scenario { get; init; }

    public required string Router { get; init; }

    public required int Seed { get; init; }

    public required double GoodputRequests { get; init; }

    public required double GoodputTokens { get; init; }

    public required double RefusedPer1000 { get; init; }

    public required double PreferredShare { get; init; }

    public required double OraclePreferredShare { get; init; }

    public required double WaitP50Ms { get; init; }

    public required double WaitP99Ms { get; init; }

    public required int Lost { get; init; }

    public required int Doubled { get; init; }

    public required double Overshoot { get; init; }

    public required int Offered { get; init; }

    public required int Served { get; init; }

    public required int Late { get; init; }

    public required int Failed { get; init; }

    public required long WastedTokens { get; init; }

    public required double CostRatio { get; init; }

    public required double? OffAfterSeconds { get; init; }

    public required double? BackAfterSeconds { get; init; }

    public required double? EstimateErrorAtStart { get; init; }

    public required double? EstimateErrorAtEnd { get; init; }

    /// <summary>Of the calls from the first fault on, those served in time, of what the oracle serves of them; null without a fault.</summary>
    public double? GoodputAfterFault { get; init; }

    /// <summary>Of what the providers' limits would have let through, the share that served calls took; null where a provider has no limits by the minute.</summary>
    public double? LimitUse { get; init; }

    /// <summary>Of the calls that the preferred route's configured limits allowed outside its faults, the share that it served; null where it has none by the minute.</summary>
    public double? AllowedShare { get; init; }

    /// <summary>The goodput of a router that obeys every stated wait, in the same run; null where no stray refusal states one.</summary>
    public double? ObedientGoodput { get; init; }

    /// <summary>What faults did to callers.</summary>
    public FieldFigures Field { get; init; } = new();

    /// <summary>Calls that were not served: refused, failed, or without an end.</summary>
    public int NotServed => Offered - Served;

    /// <summary>Calls that waited at once, at the most.</summary>
    public int MostWaiting { get; init; }

    public required int MostRefusedByOne { get; init; }

    public required double? OneFitServed { get; init; }

    public required double? LearnedAfterSeconds { get; init; }

    public required int? DailyLimitProbes { get; init; }

    public required IReadOnlyList<GroupMetrics> Classes { get; init; }

    public required IReadOnlyList<GroupMetrics> Tenants { get; init; }

    public static GoodputRow Of(string scenario, string router, int seed, RunMetrics metrics) => new()
    {
        Scenario = scenario,
        Router = router,
        Seed = seed,
        GoodputRequests = metrics.GoodputRequests,
        GoodputTokens = metrics.GoodputTokens,
        RefusedPer1000 = metrics.RefusedPer1000,
        PreferredShare = metrics.PreferredShare,
        OraclePreferredShare = metrics.OraclePreferredShare,
        WaitP50Ms = metrics.WaitP50.TotalMilliseconds,
        WaitP99Ms = metrics.WaitP99.TotalMilliseconds,
        Lost = metrics.Lost,
        Doubled = metrics.Doubled,
        Overshoot = metrics.Overshoot,
        Offered = metrics.Offered,
        Served = metrics.Served,
        Late = metrics.Late,
        Failed = metrics.Failed,
        WastedTokens = metrics.WastedTokens,
        CostRatio = metrics.CostRatio,
        OffAfterSeconds = metrics.OffAfter?.TotalSeconds,
        BackAfterSeconds = metrics.BackAfter?.TotalSeconds,
        EstimateErrorAtStart = metrics.EstimateErrorAtStart,
        EstimateErrorAtEnd = metrics.EstimateErrorAtEnd,
        MostRefusedByOne = metrics.MostRefusedByOne,
        OneFitServed = metrics.OneFitServed,
        LearnedAfterSeconds = metrics.LearnedAfter?.TotalSeconds,
        DailyLimitProbes = metrics.DailyLimitProbes,
        Classes = metrics.Classes,
        Tenants = metrics.Tenants,
    };
}
