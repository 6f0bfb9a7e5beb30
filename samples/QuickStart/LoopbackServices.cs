using CapacityRouting;
using QuickStart.Providers;

namespace QuickStart;

/// <summary>The three simulated services of a run. The first one is down for a while, early enough to see it come back.</summary>
internal sealed class LoopbackServices : IAsyncDisposable
{
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(4);

    private LoopbackServices(LoopbackProvider gpt, LoopbackProvider claude, LoopbackProvider mini)
    {
        Gpt = gpt;
        Claude = claude;
        Mini = mini;
    }

    public LoopbackProvider Gpt { get; }

    public LoopbackProvider Claude { get; }

    public LoopbackProvider Mini { get; }

    private static Latency Thorough => new() { FirstToken = TimeSpan.FromMilliseconds(220) };

    private static Latency Quick => new() { FirstToken = TimeSpan.FromMilliseconds(60) };

    public Dictionary<string, LoopbackProvider> ByName => new(StringComparer.Ordinal)
    {
        [Gpt.Options.Name] = Gpt,
        [Claude.Options.Name] = Claude,
        [Mini.Options.Name] = Mini,
    };

    public static async Task<LoopbackServices> StartAsync(Settings settings, RunClock clock)
    {
        var outage = EarlyOutage(settings.ExpectedDuration);
        return new LoopbackServices(
            await LoopbackProvider.StartOpenAIAsync(Options("gpt", Routes.GptLimits, settings.Seed) with { Outage = outage }, clock),
            await LoopbackProvider.StartAnthropicAsync(Options("claude", Routes.ClaudeLimits, settings.Seed + 1) with { Latency = Thorough }, clock),
            await LoopbackProvider.StartOpenAIAsync(Options("mini", Routes.MiniLimits, settings.Seed + 2) with { Latency = Quick }, clock));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in ByName.Values)
            await provider.DisposeAsync();
    }

    private static ProviderOptions Options(string name, CapacityLimits limits, int seed) => new()
    {
        Name = name,
        Limits = Enforce(limits),
        Seed = seed,
    };

    /// <summary>What the router is told is what the service enforces, except for the burst: the service's bucket holds a whole minute.</summary>
    private static ProviderLimits Enforce(CapacityLimits limits) => new()
    {
        RequestsPerMinute = limits.RequestsPerMinute,
        TokensPerMinute = limits.TokensPerMinute,
        InputTokensPerMinute = limits.InputTokensPerMinute,
        OutputTokensPerMinute = limits.OutputTokensPerMinute,
        MaxConcurrentRequests = limits.MaxConcurrentRequests,
    };

    private static Outage EarlyOutage(TimeSpan run)
    {
        var from = run * 0.2;
        var length = run * 0.25;
        return new Outage(from, from + (length < LongestOutage ? length : LongestOutage));
    }
}
