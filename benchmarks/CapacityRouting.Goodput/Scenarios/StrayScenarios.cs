using System.Globalization;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Refusals that no limit causes, on two routes with room for all calls: a router that learns a rate from them learns the demand.</summary>
internal static class StrayScenarios
{
    private const int Busy = 400;

    private static readonly LatencyModel Quick = new() { FirstToken = TimeSpan.FromMilliseconds(20), Jitter = TimeSpan.FromMilliseconds(5) };
    private static readonly TokenMix Short = new(new TokenRange(100, 0.5), new TokenRange(20, 0.5)) { MaxOutputTokens = 64 };

    /// <summary>Percent of the requests that are refused.</summary>
    public static IReadOnlyList<double> Percents { get; } = [0.1, 0.25, 1, 5, 10];

    /// <summary>Calls a second.</summary>
    public static IReadOnlyList<int> Rates { get; } = [4, 10, Busy];

    public static string Id(double percent, int rate, bool isStated) =>
        string.Create(CultureInfo.InvariantCulture, $"strays-{percent}-at-{rate}{(isStated ? "-1s" : "")}");

    public static string YardstickId(int rate) => string.Create(CultureInfo.InvariantCulture, $"strays-none-at-{rate}");

    public static IEnumerable<Scenario> All()
    {
        yield return new("stray-refusals", "two routes with room for all calls a hundredfold, of which one in ten is refused all the same, for a second and without a word of why", seed =>
            Of(seed, 20, TimeSpan.FromMinutes(1), Fleet.Chat, new LatencyModel(), Stray(10, isStated: true)));
        foreach (int rate in Rates)
        {
            yield return Grid(YardstickId(rate), rate, "no stray refusal", seed => Of(seed, rate));
            foreach (double percent in Percents)
            {
                yield return Grid(Id(percent, rate, isStated: false), rate, Invariant($"{percent} % of stray refusals that state no wait"), seed => Of(seed, rate, Stray(percent, isStated: false)));
                yield return Grid(Id(percent, rate, isStated: true), rate, Invariant($"{percent} % of stray refusals that state a second"), seed => Of(seed, rate, Stray(percent, isStated: true)));
            }
        }
    }

    private static Scenario Grid(string id, int rate, string strays, Func<int, Situation> draw) =>
        new(id, Invariant($"two routes with room for all calls, {rate} a second: {strays}"), draw) { IsLong = rate == Busy && id != Id(0.25, Busy, isStated: true), RivalSeeds = rate == Busy ? 3 : int.MaxValue };

    private static Situation Of(int seed, int rate, params Fault[] faults) => Of(seed, rate, TimeSpan.FromMinutes(rate == Busy ? 1 : 2), Short, Quick, faults);

    private static Situation Of(int seed, int rate, TimeSpan duration, TokenMix mix, LatencyModel latency, params Fault[] faults) =>
        new(Workloads.Steady(rate, duration, mix, seed), [Roomy.Route(Roomy.Preferred, latency, faults), Roomy.Route(Roomy.Other, latency, faults)]);

    private static Fault Stray(double percent, bool isStated) => new(FaultKind.StrayRefusal) { Share = percent / 100, Wait = isStated ? TimeSpan.FromSeconds(1) : null };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
