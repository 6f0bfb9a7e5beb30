using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Figures;

/// <summary>The figures where evidence lies: refusals that no limit causes, routes that are sick without failing, failures that a second attempt mends.</summary>
internal static class FieldFigureTable
{
    private const string Share = "0.000";
    private const string Rate = "0.0";
    private const string Seconds = "0.0";
    private const string Whole = "0.#";
    private const double PerThousand = 1_000;

    // A route that is never preferred again counts as back after an hour, so that there is a mean.
    private const double Never = 3_600;

    // Requests with which a route that is out is tried, at the most, in the minute of a stall.
    private const int Probes = 8;

    // Four calls a second until the idle bound, ten seconds at the most, has passed for the first of them.
    private const int Stalled = (4 * 10) + Probes;

    private static readonly string[] Outages = ["hang-20s", "outage-20s-resets", "outage-20s-503"];
    private static readonly string[] Lies = ["headers-tenfold", "headers-contradictory", "headers-tenfold-bursts"];
    private static readonly string[] Failures = ["blips-500", "blips-503", "blips-reset", "blips-429", "blips-both"];

    public static IReadOnlyList<Figure> All { get; } = [.. Strays(), .. Breaks(), .. Blips(), .. Evidence(), .. Changes()];

    private static IEnumerable<Figure> Strays()
    {
        foreach (int rate in StrayScenarios.Rates)
            foreach (double percent in StrayScenarios.Percents)
            {
                string silent = StrayScenarios.Id(percent, rate, isStated: false);
                string stated = StrayScenarios.Id(percent, rate, isStated: true);
                yield return new(silent, "goodput, of that without strays", row => row.GoodputRequests, AtLeast(1 - (2 * percent / 100))) { Yardstick = StrayScenarios.YardstickId(rate) };
                yield return LostNeedlessly(silent);
                yield return new(stated, "goodput, of that with all waits obeyed", row => row.GoodputRequests / row.ObedientGoodput ?? 0, AtLeast(0.95));
                yield return LostNeedlessly(stated);
            }
    }

    private static IEnumerable<Figure> Breaks()
    {
        yield return new("stream-cuts", "calls broken", row => row.Field.Broken, AtMost(8, Whole));
        yield return PreferredAgain("stream-cuts", 5);
        yield return new("stream-stalls", "calls broken", row => row.Field.Broken, AtMost(Stalled, Whole));
        yield return PreferredAgain("stream-stalls", 5);
        yield return new("hang-20s", "latest first content, ms", row => row.Field.LatestMs, AtMost(10_000, Whole));
        yield return new("brown-out-40s", "calls at eight seconds", row => row.Field.Slow, AtMost(12, Whole));
        yield return PreferredAgain("brown-out-40s", 10);
        foreach (string outage in Outages)
        {
            yield return NotServed(outage);
            yield return PreferredAgain(outage, outage == "hang-20s" ? 10 : 4);
        }

        yield return new("thinker-45s", "healthy attempts given up, of 1,000", row => PerThousand * row.Field.GivenUpHealthy / row.Field.Attempts, Below(1, Rate));
        yield return new("thinker-45s", "preferred share", row => row.PreferredShare, AtLeast(0.99));
        yield return new(QuickStartScenario.Id, "preferred share, of the allowed", row => row.AllowedShare ?? 0, AtLeast(0.97));
        yield return NotServed(QuickStartScenario.Id);
    }

    private static IEnumerable<Figure> Blips() => Failures.Select(NotServed);

    private static IEnumerable<Figure> Evidence()
    {
        foreach (string lie in Lies)
        {
            yield return NotServed(lie);
            yield return Refusals(lie, lie.EndsWith("bursts", StringComparison.Ordinal) ? 100 : 20);
        }

        yield return NotServed("limit-understated");
        yield return Refusals("limit-understated", 1);
        yield return NotServed("concurrency-organization");
        yield return Refusals("concurrency-organization", 50);
        yield return NotServed("concurrency-as-rate");
        yield return Refusals("concurrency-as-rate", 100);
        yield return new("concurrency-as-rate", "preferred share", row => row.PreferredShare, AtLeast(0.3));
        yield return NotServed("shards");
        yield return Refusals("shards", 50);
        yield return new("shards", "preferred share", row => row.PreferredShare, AtLeast(0.7));
        yield return NotServed("neighbour-bursts");
        yield return Refusals("neighbour-bursts", 20);
        yield return new("neighbour-bursts", "preferred share", row => row.PreferredShare, AtLeast(0.85));
        yield return new("unknown-host", "preferred share", row => row.PreferredShare, AtLeast(0.97));
        yield return NotServed("unknown-host-crowd");
    }

    private static IEnumerable<Figure> Changes()
    {
        yield return new("limit-halves-later", "true limit known within 5 % after, s", row => row.LearnedAfterSeconds ?? Never, AtMost(120, Seconds));
        yield return Refusals("limit-halves-later", 2);
        yield return NotServed("limit-halves-later");
        yield return new("limit-doubles-later", "held below the true limit for, s", row => row.Field.HeldBelowSeconds ?? Never, AtMost(300, Seconds));
        yield return Refusals("limit-doubles-later", 10);
        yield return NotServed("limit-doubles-later");
    }

    private static Figure LostNeedlessly(string scenario) => new(scenario, "lost though a route could take them", row => row.Field.LostNeedlessly, AtMost(0, Whole));

    private static Figure NotServed(string scenario) => new(scenario, "calls not served", row => row.NotServed, AtMost(0, Whole));

    private static Figure PreferredAgain(string scenario, double within) => new(scenario, "preferred again after, s", row => row.Field.PreferredAgainSeconds ?? Never, AtMost(within, Seconds));

    private static Figure Refusals(string scenario, double below) => new(scenario, "429s per 1,000", row => row.RefusedPer1000, Below(below, Rate));

    private static Bound AtLeast(double value) => new(BoundKind.AtLeast, value, Share);

    private static Bound AtMost(double value, string format) => new(BoundKind.AtMost, value, format);

    private static Bound Below(double value, string format) => new(BoundKind.Below, value, format);
}
