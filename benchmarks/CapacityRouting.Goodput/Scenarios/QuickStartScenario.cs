using CapacityRouting.Simulation;
using QuickStart.Load;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>What the sample QuickStart runs by default, in virtual time: its calls and its services. The preferred one is down for almost four of fifteen seconds.</summary>
internal static class QuickStartScenario
{
    public const string Id = "quick-start";

    private const int Calls = 300;
    private const double Rate = 20;
    private const double CharactersPerToken = 3.8;
    private const int TokensAroundPrompt = 7;

    // The services are behind an address of this machine, so that the router knows of them what it knows of any host.
    private static readonly Uri Address = new("http://127.0.0.1");
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(Calls / Rate);

    public static Scenario Of() => new(Id, "the calls and services of the sample QuickStart: three routes with slots, of which the preferred one is down for almost four of fifteen seconds", Draw);

    private static Situation Draw(int seed)
    {
        Random chance = new(seed);
        return new(new(Id, CallPlan.Make(Calls, Rate, seed).Select(call => Call(call, chance))), Routes) { StreamShare = 1 / 3.0 };
    }

    private static IReadOnlyList<RouteSpec> Routes =>
    [
        Route("gpt", new() { RequestsPerMinute = 300, TokensPerMinute = 150_000, MaxConcurrentRequests = 12 }, 150, new Fault(FaultKind.Outage) { From = Run * 0.2, Until = Run * 0.45 }),
        Anthropic(Route("claude", new() { RequestsPerMinute = 600, InputTokensPerMinute = 100_000, OutputTokensPerMinute = 40_000, MaxConcurrentRequests = 10 }, 220)),
        Route("mini", new() { RequestsPerMinute = 900, TokensPerMinute = 600_000, MaxConcurrentRequests = 24 }, 60),
    ];

    /// <summary>Answers have from three to ten tenths of the most tokens, as the simulated services write them.</summary>
    private static SimulatedCall Call(PlannedCall call, Random chance) => new(
        call.DueAt,
        (int)(call.Prompt.Length / CharactersPerToken) + TokensAroundPrompt,
        Math.Max(1, (int)(call.MaxOutputTokens * (0.3 + (0.7 * chance.NextDouble())))))
    {
        MaxOutputTokens = call.MaxOutputTokens,
    };

    private static RouteSpec Route(string name, CapacityLimits limits, int firstToken, params Fault[] faults)
    {
        RouteSpec route = Fleet.OpenAI(name, limits, new(1, 4));
        ProviderSettings provider = route.Provider with { MaxConcurrentRequests = limits.MaxConcurrentRequests, Latency = new() { FirstToken = TimeSpan.FromMilliseconds(firstToken) }, Faults = faults };
        return route with { Provider = provider, Profile = ProviderProfile.For(Address, "openai") };
    }

    private static RouteSpec Anthropic(RouteSpec route) =>
        route with { Provider = route.Provider with { Dialect = ProviderDialect.Anthropic, Charge = ChargeRule.Anthropic }, Profile = ProviderProfile.For(Address, "anthropic") };
}
