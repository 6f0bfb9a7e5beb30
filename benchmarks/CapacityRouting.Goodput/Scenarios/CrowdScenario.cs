using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>
/// A crowd before many small deployments: thousands of callers come within a second, and wait for a minute if need be; others keep coming meanwhile. The limits bind in tokens, in requests
/// or in calls under way, and hold only the burst of some seconds.
/// </summary>
internal static class CrowdScenario
{
    public const string Id = "crowd";

    /// <summary>Callers that the line holds at once at the least.</summary>
    public const int Waiting = 5_000;

    /// <summary>The time that its callers wait at the most.</summary>
    public const int PatienceMs = 60_000;

    /// <summary>The tenant that sends half of the calls.</summary>
    public const string LoudTenant = "loud";

    private const int Waves = 2;
    private const int WaveSize = 5_600;
    private const int Quiet = 5;
    private const double Meanwhile = 0.5;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(5);

    // So many of each kind: 64 routes are the most that a router has.
    private static readonly IReadOnlyList<RouteSpec> Routes =
    [
        .. Deployments("tokens", 40, new() { RequestsPerMinute = 120, TokensPerMinute = 180_000 }),
        .. Deployments("requests", 16, new() { RequestsPerMinute = 80, TokensPerMinute = 400_000 }),
        .. Deployments("slots", 8, new() { RequestsPerMinute = 80, TokensPerMinute = 300_000, MaxConcurrentRequests = 3 }),
    ];

    public static Scenario Of() => new(
        Id,
        "two waves of 5,600 calls within a second, a minute apart, of callers that wait for a minute; 50 % load meanwhile; 64 deployments with bursts of five seconds, eight of them with three slots",
        Draw) { IsLong = true };

    private static Situation Draw(int seed)
    {
        double rate = Load.Rate(Meanwhile, Fleet.Chat, Routes.Select(route => route.Provider));
        Workload calls = Workloads.Merge(Id, [Workloads.Steady(rate, (Waves - 1) * Minute, Fleet.Chat, seed), .. Enumerable.Range(0, Waves).Select(wave => Wave(wave, seed))]);
        return new(new(Id, calls.Calls.Select(Marked)), Routes) { Patience = TimeSpan.FromMilliseconds(PatienceMs) };
    }

    private static Workload Wave(int wave, int seed) => Workloads.Stampede(WaveSize, TimeSpan.FromSeconds(1), Fleet.Chat, seed + (1_000 * (wave + 1))).DelayedBy(wave * Minute);

    /// <summary>Of ten calls one is critical and three are background ones, of every tenant alike.</summary>
    private static SimulatedCall Marked(SimulatedCall call, int number) => call with
    {
        Class = (number % 10 is var part && part == 0 ? RequestPriority.Critical : part <= 6 ? RequestPriority.Normal : RequestPriority.Background).ToString(),
        Tenant = number / 10 % (2 * Quiet) is var tenant && tenant < Quiet ? LoudTenant : $"quiet-{tenant - Quiet + 1}",
    };

    private static IEnumerable<RouteSpec> Deployments(string kind, int count, CapacityLimits limits)
    {
        CapacityLimits bursty = limits with { Burst = Burst };
        ProviderSettings provider = new()
        {
            Name = kind,
            Limits = [.. ProviderLimit.Of(limits).Select(limit => limit with { Burst = Burst })],
            MaxConcurrentRequests = limits.MaxConcurrentRequests,
            Latency = new() { PerToken = TimeSpan.FromMilliseconds(10) },
            Prices = new(2.5, 10),
        };
        return Enumerable.Range(1, count).Select(number => new RouteSpec(provider with { Name = $"{kind}-{number}" }, bursty, ProviderProfile.OpenAI));
    }
}
