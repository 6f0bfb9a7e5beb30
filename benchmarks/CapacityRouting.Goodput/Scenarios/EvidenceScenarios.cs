using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>What the preferred provider says of its limits is not what it enforces, or what it enforces is no rate. Nothing is configured, and a second route has room for all calls.</summary>
internal static class EvidenceScenarios
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly LatencyModel Brisk = new() { FirstToken = TimeSpan.FromMilliseconds(100), Jitter = TimeSpan.FromMilliseconds(50) };

    public static IEnumerable<Scenario> All()
    {
        yield return new("headers-tenfold", "headers state ten times the preferred route's limit, and refusals the true one; twice the limit is asked for", seed => Steady(seed, 2, Stated(60, Factor(10, 10))));
        yield return new("headers-tenfold-bursts", "headers state ten times the preferred route's limit, whose bucket holds five seconds of it; calls come in bursts of twenty", seed => Bursts(seed, HoldingLittle(Factor(10, 10))));
        yield return new("headers-contradictory", "headers state the preferred route's limit, and ten times what remains of it; twice the limit is asked for", seed => Steady(seed, 2, Stated(60, Factor(1, 10))));
        yield return new("limit-understated", "headers state half of what the preferred route admits, and more than that half is asked for", seed =>
            Steady(seed, 8, Stated(600, HeaderStyle.Full with { Factor = 0.5 })));
        yield return new("concurrency-organization", "the preferred route takes one call at once, and says so in refusals only", seed =>
            Steady(seed, 2, Slots(1, ConcurrencyWording.Organization)));
        yield return new("concurrency-as-rate", "the preferred route takes four calls at once, and refuses the others in the words of a rate", seed => Steady(seed, 10, Slots(4, ConcurrencyWording.Rate)));
        yield return new("shards", "the preferred route's limit is held by three shards of which one gets half of the calls; 90 % of the limit is asked for", seed =>
            Steady(seed, 9, Stated(600, HeaderStyle.None) with { Shards = [0.5, 0.25, 0.25] }));
        yield return new("neighbour-bursts", "a neighbour empties the preferred route's limit in three seconds of every minute; half of the limit is asked for", seed =>
            Steady(seed, 5, Stated(600, HeaderStyle.None) with { Neighbours = [new(20) { Period = TimeSpan.FromMinutes(1), ActivePart = 0.05, From = TimeSpan.FromSeconds(20) }] }));
        yield return new("unknown-host", "a host of unknown kind states its limits of a minute; all of the first minute's requests come within half of it", seed => Unknown(seed, 120, UpToTheLimit));
        yield return new("unknown-host-crowd", "a host of unknown kind with room for 500 requests gets 200 at once", seed => Alone(seed, 500, Crowd));
    }

    private static HeaderStyle Factor(double limit, double remaining) => HeaderStyle.Full with { Factor = limit, RemainingFactor = remaining };

    private static ProviderSettings HoldingLittle(HeaderStyle headers) =>
        Stated(60, headers) with { Limits = [new(CapacityDimension.RequestsPerMinute, 60) { Burst = TimeSpan.FromSeconds(5) }] };

    private static ProviderSettings Stated(long requests, HeaderStyle headers) => new()
    {
        Name = Roomy.Preferred,
        Limits = [new(CapacityDimension.RequestsPerMinute, requests)],
        Charge = ChargeRule.OpenAI with { CountsRefusedRequests = false },
        Headers = headers,
        Latency = Brisk,
        Prices = new(1, 4),
    };

    private static ProviderSettings Slots(int most, ConcurrencyWording words) =>
        Stated(1, HeaderStyle.None) with { Limits = [], MaxConcurrentRequests = most, ConcurrencyWording = words, Latency = Brisk with { PerToken = TimeSpan.FromMilliseconds(2) } };

    private static Situation Steady(int seed, double rate, ProviderSettings preferred) => Beside(Workloads.Steady(rate, FiveMinutes, Fleet.Chat, seed), preferred);

    private static Situation Bursts(int seed, ProviderSettings preferred)
    {
        IEnumerable<Workload> bursts = Enumerable.Range(0, 15).Select(burst =>
            Workloads.Stampede(20, TimeSpan.FromSeconds(1), Fleet.Chat, (seed * 100) + burst).DelayedBy(TimeSpan.FromSeconds(20 * burst)));
        return Beside(Workloads.Merge("bursts", [.. bursts]), preferred);
    }

    private static Situation Beside(Workload workload, ProviderSettings preferred) =>
        new(workload, [new(preferred, null, ProviderProfile.OpenAI), Roomy.Route(Roomy.Other, Brisk) with { Configured = null }]);

    private static Situation Unknown(int seed, long requests, Func<int, Workload> calls) =>
        new(calls(seed), [new(Stated(requests, HeaderStyle.Full), null, ProviderProfile.Generic), Roomy.Route(Roomy.Other, Brisk) with { Configured = null }]);

    private static Situation Alone(int seed, long requests, Func<int, Workload> calls) => new(calls(seed), [new(Stated(requests, HeaderStyle.Full), null, ProviderProfile.Generic)]);

    private static Workload UpToTheLimit(int seed) => new("unknown", Workloads.Steady(4, TimeSpan.FromMinutes(1), Fleet.Chat, seed).Calls.Take(120));

    private static Workload Crowd(int seed) => Workloads.Merge(
        "crowd",
        Workloads.Steady(1, TimeSpan.FromSeconds(10), Fleet.Chat, seed),
        Workloads.Stampede(200, TimeSpan.FromMilliseconds(100), Fleet.Chat, seed + 1_000).DelayedBy(TimeSpan.FromSeconds(12)));
}
