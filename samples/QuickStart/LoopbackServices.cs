using CapacityRouting;
using CapacityRouting.Simulation;

namespace QuickStart;

/// <summary>The three simulated services of a run. The first one is down for a while, early enough to see it come back.</summary>
internal sealed class LoopbackServices : IAsyncDisposable
{
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(4);

    private LoopbackServices(LoopbackServer gpt, LoopbackServer claude, LoopbackServer mini)
    {
        Gpt = gpt;
        Claude = claude;
        Mini = mini;
    }

    public LoopbackServer Gpt { get; }

    public LoopbackServer Claude { get; }

    public LoopbackServer Mini { get; }

    private static LatencyModel Thorough => new() { FirstToken = TimeSpan.FromMilliseconds(220) };

    private static LatencyModel Quick => new() { FirstToken = TimeSpan.FromMilliseconds(60) };

    /// <summary>What is behind the three addresses, by name.</summary>
    public Dictionary<string, SimulatedProvider> ByName =>
        All.ToDictionary(server => server.Provider.Settings.Name, server => server.Provider, StringComparer.Ordinal);

    private LoopbackServer[] All => [Gpt, Claude, Mini];

    public static async Task<LoopbackServices> StartAsync(Settings settings, RunClock clock)
    {
        ProviderSettings gpt = OpenAI("gpt", Routes.GptLimits) with { Faults = [EarlyOutage(settings.ExpectedDuration)] };
        ProviderSettings claude = Anthropic("claude", Routes.ClaudeLimits) with { Latency = Thorough };
        ProviderSettings mini = OpenAI("mini", Routes.MiniLimits) with { Latency = Quick };
        return new LoopbackServices(
            await LoopbackServer.StartAsync(new SimulatedProvider(gpt, clock, settings.Seed)),
            await LoopbackServer.StartAsync(new SimulatedProvider(claude, clock, settings.Seed + 1)),
            await LoopbackServer.StartAsync(new SimulatedProvider(mini, clock, settings.Seed + 2)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (LoopbackServer server in All)
            await server.DisposeAsync();
    }

    private static ProviderSettings OpenAI(string name, CapacityLimits limits) =>
        Enforcing(name, limits) with { Dialect = ProviderDialect.OpenAI, Charge = ChargeRule.OpenAI };

    private static ProviderSettings Anthropic(string name, CapacityLimits limits) =>
        Enforcing(name, limits) with { Dialect = ProviderDialect.Anthropic, Charge = ChargeRule.Anthropic };

    /// <summary>What the router is told is what the service enforces, except for the burst: the service's bucket holds a whole minute.</summary>
    private static ProviderSettings Enforcing(string name, CapacityLimits limits) => new()
    {
        Name = name,
        Limits = ProviderLimit.Of(limits),
        MaxConcurrentRequests = limits.MaxConcurrentRequests,
    };

    private static Fault EarlyOutage(TimeSpan run)
    {
        TimeSpan from = run * 0.2;
        TimeSpan length = run * 0.25;
        return new Fault(FaultKind.Outage) { From = from, Until = from + (length < LongestOutage ? length : LongestOutage) };
    }
}
