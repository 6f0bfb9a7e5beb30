using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Figures;

/// <summary>Every figure that our router is held to.</summary>
internal static class FigureTable
{
    private const string Share = "0.000";
    private const string Rate = "0.0";
    private const string Seconds = "0.0";
    private const string Whole = "0.#";

    // A route that never comes back counts as back after an hour, so that there is a mean.
    private const double Never = 3_600;

    private const string UnseenOutput =
        "the second route counts output as it is written, in seconds as long as an answer. It cannot be seen how much of a second's share the answers under way have used up. "
        + "Goodput and refusals are bought with each other there: 0.91 of the oracle's with under 2 refusals in a thousand, 0.94 with 9. A router that knew the sizes of all answers would serve 0.998.";

    private const string UnknownRoutes =
        "nothing is known of any route, and slow start is advice only where another route could take the call in time: all routes are as unknown, and every call that comes before a route's first refusal goes out to be refused.";

    /// <summary>In the order in which reports show them.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        .. Usual("steady-0.6", goodput: 0.999),
        new("steady-0.6", "429s per 1,000", row => row.RefusedPer1000, new(BoundKind.AtMost, 0, Rate)),
        new("steady-0.6", "p99 wait, ms", row => row.WaitP99Ms, new(BoundKind.AtMost, 0, Whole)),
        new("steady-0.6", "preferred share, of the oracle's", row => row.PreferredShare / row.OraclePreferredShare, new(BoundKind.AtLeast, 0.99, Share)),
        .. Usual("load-0.95", goodput: 0.98, refusals: 1),
        .. Usual("overload-1.3", goodput: 0.97, refusals: 2),
        .. Usual("burst-x3", goodput: 0.95, refusals: 1),
        .. Usual("bursty-trace", goodput: 0.95, refusals: 1),
        new("outage-10min", "goodput after the fault", row => row.GoodputAfterFault ?? double.NaN, new(BoundKind.AtLeast, 0.99, Share)),
        Refusals("outage-10min", 2),
        new("outage-10min", "off the dead route, s", row => row.OffAfterSeconds ?? Never, new(BoundKind.Below, 2, Seconds)),
        new("outage-10min", "back on it, s", row => row.BackAfterSeconds ?? Never, new(BoundKind.Below, 30, Seconds)),
        new("limit-half", "goodput, of that with the right limit", row => row.GoodputRequests, new(BoundKind.AtLeast, 0.99, Share)) { Yardstick = "limit-half-correct" },
        Refusals("limit-half", 1),
        .. Usual("stray-refusals", goodput: 0.97),
        .. Usual("limit-half-no-headers", goodput: 0.95, refusals: 2),
        new("limit-half-no-headers", "true limit known within 5 % after, s", row => row.LearnedAfterSeconds ?? double.NaN, new(BoundKind.AtMost, 120, Seconds)),
        .. Usual("noisy-neighbour", goodput: 0.95, refusals: 5),
        .. Usual("noisy-neighbour-no-headers", goodput: 0.88, refusals: 5),
        .. Usual("daily-quota", goodput: 0.97),
        new("daily-quota", "most probes in 10 minutes", row => row.DailyLimitProbes ?? double.NaN, new(BoundKind.AtMost, 1, Whole)),
        .. Usual("one-route-only", goodput: 0.95, refusals: 1),
        new("one-route-only", "served of those that fit one only", row => row.OneFitServed ?? double.NaN, new(BoundKind.AtLeast, 0.99, Share)),
        .. Usual("cold-start", goodput: 0.85),
        new("cold-start", "p99 wait, ms", row => row.WaitP99Ms, new(BoundKind.Below, 10_000, Whole)),
        new("cold-start", "429s of the route with most", row => row.MostRefusedByOne, new(BoundKind.AtMost, 1, Whole)) { Note = UnknownRoutes },
        .. Usual(CrowdScenario.Id, goodput: 0.94, refusals: 1),
        new(CrowdScenario.Id, "share of the limits used", row => row.LimitUse ?? double.NaN, new(BoundKind.AtLeast, 0.95, Share)),
        new(CrowdScenario.Id, "most that wait at once", row => row.MostWaiting, new(BoundKind.AtLeast, CrowdScenario.Waiting, Whole)),
        new(CrowdScenario.Id, "p99 wait, ms", row => row.WaitP99Ms, new(BoundKind.AtMost, CrowdScenario.PatienceMs, Whole)),
        .. Limiters.SelectMany(kind => Usual($"limiter-{kind}", goodput: 0.97, refusals: 2)).Select(figure => figure.Scenario == "limiter-grain-1s" ? figure with { Note = UnseenOutput } : figure),
        .. Limiters.SelectMany(kind => Usual($"limiter-unknown-{kind}", goodput: 0.93)),

        // No outside goal asks for these figures. Quiet tenants and critical calls want 13 % of the capacity, each, far less than an equal part.
        .. Usual("tenants", goodput: 0.97, refusals: 1),
        .. Usual("classes", goodput: 0.97, refusals: 1),
        new("tenants", "served of the quiet tenants' worst off", row => LeastServed(row.Tenants, CallerScenarios.LoudTenant), new(BoundKind.AtLeast, 0.99, Share)),
        new(CrowdScenario.Id, "served of the quiet tenants' worst off", row => LeastServed(row.Tenants, CrowdScenario.LoudTenant), new(BoundKind.AtLeast, 0.95, Share)),
        new("classes", "served of the critical calls", row => Served(row.Classes, nameof(RequestPriority.Critical)), new(BoundKind.AtLeast, 0.99, Share)),
        new(CrowdScenario.Id, "served of the critical calls", row => Served(row.Classes, nameof(RequestPriority.Critical)), new(BoundKind.AtLeast, 0.99, Share)),
        .. FieldFigureTable.All,
    ];

    private static string[] Limiters => ["continuous", "fixed-minute", "sliding", "grain-1s", "utilisation"];

    /// <summary>The scenarios that have to be run for all of them.</summary>
    public static IReadOnlyList<Scenario> Scenarios() =>
        [.. ScenarioTable.All(traces: null).Where(scenario => All.Any(figure => figure.Scenario == scenario.Id || figure.Yardstick == scenario.Id))];

    private static IEnumerable<Figure> Usual(string scenario, double goodput, double? refusals = null)
    {
        yield return new(scenario, "goodput, calls", row => row.GoodputRequests, new(BoundKind.AtLeast, goodput, Share));
        if (refusals is { } below)
            yield return Refusals(scenario, below);
    }

    private static Figure Refusals(string scenario, double below) => new(scenario, "429s per 1,000", row => row.RefusedPer1000, new(BoundKind.Below, below, Rate));

    private static double Served(IEnumerable<GroupMetrics> groups, string name) => groups.Single(group => group.Name == name).ServedShare;

    private static double LeastServed(IEnumerable<GroupMetrics> groups, string butFor) => groups.Where(group => group.Name != butFor).Min(group => group.ServedShare);
}
