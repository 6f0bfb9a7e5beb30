using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.RealRun;

/// <summary>One minute of calls that is run both ways: these routes, so many calls a second, and so much patience.</summary>
internal sealed record RealRunScenario(string Name, IReadOnlyList<RealRunRoute> Routes, double CallsPerSecond, TimeSpan Patience)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly CapacityLimits Ample = new() { RequestsPerMinute = 1_000, TokensPerMinute = 1_000_000, Burst = TimeSpan.FromSeconds(10) };

    // The minute and the burst before it hold 66,000 * 70/60 = 77,000 tokens. Each of the 360 calls takes about 420: half of them fit.
    private static readonly CapacityLimits Half = new() { RequestsPerMinute = 600, TokensPerMinute = 66_000, Burst = TimeSpan.FromSeconds(10) };

    private static readonly CapacityLimits AmpleApart = new()
    {
        RequestsPerMinute = 1_000,
        InputTokensPerMinute = 1_000_000,
        OutputTokensPerMinute = 200_000,
        Burst = TimeSpan.FromSeconds(10),
    };

    // Together they take a good 6 calls a second, and 8 come.
    private static readonly CapacityLimits Scarce = new() { RequestsPerMinute = 180, TokensPerMinute = 1_000_000, Burst = TimeSpan.FromSeconds(2) };

    private static readonly CapacityLimits ScarceApart = new()
    {
        RequestsPerMinute = 190,
        InputTokensPerMinute = 1_000_000,
        OutputTokensPerMinute = 200_000,
        Burst = TimeSpan.FromSeconds(2),
    };

    public static IReadOnlyList<RealRunScenario> All { get; } =
    [
        new("light", [RealRunRoute.OpenAI(Ample), RealRunRoute.Anthropic(AmpleApart)], 4, TimeSpan.Zero),
        new("half to the second", [RealRunRoute.OpenAI(Half), RealRunRoute.Anthropic(AmpleApart)], 6, TimeSpan.Zero),
        new("overload 1.3", [RealRunRoute.OpenAI(Scarce), RealRunRoute.Anthropic(ScarceApart)], 8, TimeSpan.FromSeconds(3)),
    ];

    /// <summary>The run. Both ways have the same, and with it the same calls and the same seeds.</summary>
    public RunSettings Settings(int seed, TimeSpan? length = null) => new()
    {
        Workload = RealRunTraffic.Of(Name, CallsPerSecond, length ?? Minute, seed),
        Providers = [.. Routes.Select(route => route.Provider)],
        Router = Router,
        Patience = Patience,
        Seed = seed,
    };

    private CapacityAwareChatClient Router(RunContext run) => new(
        Routes.Zip(run.Clients, (route, client) => route.To(client)),
        new CapacityRoutingOptions { MaxWait = run.Patience, RandomSeed = run.Seed }.UseOpenAI().UseAnthropic(),
        run.Clock.Time);
}
