namespace CapacityRouting.Simulation;

/// <summary>
/// The quality of a run, by all measures together: one alone can be improved at the cost of another. Shares are 0 to 1. Goodput
/// is measured against the bound of a router that takes calls as they come, and can pass 1 (<see cref="FluidOracle"/>).
/// </summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed record RunMetrics
{
    /// <summary>Calls that were made.</summary>
    public required int Offered { get; init; }

    /// <summary>Calls whose whole answer arrived.</summary>
    public required int Served { get; init; }

    /// <summary>Of those, the ones that waited longer than their patience to reach the provider that answered: their callers had given up. They are no goodput.</summary>
    public required int Late { get; init; }

    /// <summary>Calls that were turned away for want of capacity.</summary>
    public required int Refused { get; init; }

    /// <summary>Calls that ended in any other failure.</summary>
    public required int Failed { get; init; }

    /// <summary>Calls without an outcome, and answers that no provider gave. Must be 0.</summary>
    public required int Lost { get; init; }

    /// <summary>Calls with more than one outcome, or that more than one provider answered. Must be 0.</summary>
    public required int Doubled { get; init; }

    /// <summary>Calls served in time, of those that the oracle serves.</summary>
    public required double GoodputRequests { get; init; }

    /// <summary>Tokens of the calls served in time, of those that the oracle serves.</summary>
    public required double GoodputTokens { get; init; }

    /// <summary>Requests that a provider's limits refused (429s), for 1,000 calls.</summary>
    public required double RefusedPer1000 { get; init; }

    /// <summary>Tokens that limits were charged for requests without a whole answer.</summary>
    public required long WastedTokens { get; init; }

    /// <summary>The share of served calls that the preferred provider served; 0 when none was.</summary>
    public required double PreferredShare { get; init; }

    /// <summary>The oracle's: its own bound over the bound of all. A router that sends it the smaller calls passes it.</summary>
    public required double OraclePreferredShare { get; init; }

    /// <summary>Half of the served calls reached the provider that answered them within this time of being sent.</summary>
    public required TimeSpan WaitP50 { get; init; }

    /// <summary>99 of 100 served calls did so within this time.</summary>
    public required TimeSpan WaitP99 { get; init; }

    /// <summary>What the served calls cost, of what it would have cost to serve as many as cheaply as the limits allow; 1 where nothing has a price.</summary>
    public required double CostRatio { get; init; }

    /// <summary>How long after its outage began the preferred provider was left alone but for probes: the whole outage when it never was; null without an outage.</summary>
    public required TimeSpan? OffAfter { get; init; }

    /// <summary>How long after its outage ended it served as before; null without an outage, when it never did, and when it had served nothing before.</summary>
    public required TimeSpan? BackAfter { get; init; }

    /// <summary>The excess over a limit in the worst window: the units asked for beyond the limit, as a share of it; zero when never.</summary>
    public required double Overshoot { get; init; }

    /// <summary>The average error of the router's token estimates in the first third of the run, as a share of the truth; null without estimates.</summary>
    public required double? EstimateErrorAtStart { get; init; }

    /// <summary>The same in the last third.</summary>
    public required double? EstimateErrorAtEnd { get; init; }

    /// <summary>The most requests that the limits of any one provider refused (429s).</summary>
    public required int MostRefusedByOne { get; init; }

    /// <summary>Of the calls that are too long for every provider but one, the share that was served in time; null when there are none.</summary>
    public required double? OneFitServed { get; init; }

    /// <summary>
    /// The time until the router had the preferred provider's tightest limit right within 5 %, and kept it so: since the start, or since the last change of the limits. All that is left
    /// of the run when it did not at its end; null without samples (<see cref="RunSettings.SampleEvery"/>).
    /// </summary>
    public required TimeSpan? LearnedAfter { get; init; }

    /// <summary>The most requests in any ten minutes that the preferred provider was sent after its requests of the day were used up; null when it has no such limit.</summary>
    public required int? DailyLimitProbes { get; init; }

    /// <summary>The calls of each class, by name; none when no call tells its class.</summary>
    public required IReadOnlyList<GroupMetrics> Classes { get; init; }

    /// <summary>The calls of each tenant, by name; none when no call tells its tenant.</summary>
    public required IReadOnlyList<GroupMetrics> Tenants { get; init; }

    /// <summary>Measures a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="oracle">The bound of what was possible.</param>
    /// <exception cref="ArgumentNullException"><paramref name="run"/> or <paramref name="oracle"/> is null.</exception>
    public static RunMetrics Of(RunResult run, OracleBound oracle)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(oracle);
        return Metrics.Measurement.Of(run, oracle);
    }
}
