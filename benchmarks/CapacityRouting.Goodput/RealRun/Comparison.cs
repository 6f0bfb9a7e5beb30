using System.Globalization;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.RealRun;

/// <summary>One figure of a scenario, as it came out both ways, and whether that is near enough.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Figure">What was measured.</param>
/// <param name="Unit">Its unit, in which the values are.</param>
/// <param name="Simulated">As simulated.</param>
/// <param name="Real">As it really was.</param>
/// <param name="Allowed">How far they may differ.</param>
internal sealed record Comparison(string Scenario, string Figure, string Unit, double Simulated, double Real, double Allowed)
{
    // Of a share two points; of refusals two of a hundred calls; of waits so much of the patience, or what HTTP itself takes.
    private const double Points = 2;
    private const double PerThousand = 20;
    private const double OfPatience = 0.02;
    private static readonly TimeSpan OfHttp = TimeSpan.FromMilliseconds(5);

    public bool Agrees => Math.Abs(Difference) <= Allowed;

    private double Difference => Real - Simulated;

    public static IEnumerable<Comparison> Of(RealRunScenario scenario, RunMetrics simulated, RunMetrics real)
    {
        double wait = Math.Max(OfHttp.TotalMilliseconds, OfPatience * scenario.Patience.TotalMilliseconds);
        yield return new(scenario.Name, "preferred share", "%", 100 * simulated.PreferredShare, 100 * real.PreferredShare, Points);
        yield return new(scenario.Name, "429s for 1,000 calls", "", simulated.RefusedPer1000, real.RefusedPer1000, PerThousand);
        yield return new(scenario.Name, "calls turned away, of 1,000", "", TurnedAway(simulated), TurnedAway(real), PerThousand);
        yield return new(scenario.Name, "p50 wait", "ms", simulated.WaitP50.TotalMilliseconds, real.WaitP50.TotalMilliseconds, wait);
        yield return new(scenario.Name, "calls lost or doubled", "", Wrong(simulated), Wrong(real), Allowed: 0);
    }

    public string Row() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Scenario} | {Figure} | {Told(Simulated)} | {Told(Real)} | {Difference:+0.0;-0.0;0.0} | {Allowed:0.#} |");

    private string Told(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Unit}").TrimEnd();

    private static double Wrong(RunMetrics metrics) => metrics.Lost + metrics.Doubled;

    private static double TurnedAway(RunMetrics metrics) => 1000.0 * (metrics.Refused + metrics.Failed) / metrics.Offered;
}
