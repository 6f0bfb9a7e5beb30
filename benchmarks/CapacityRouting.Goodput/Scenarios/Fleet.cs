using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>
/// The three routes of most scenarios: a preferred model whose tokens run out first, a second one of another provider with limits for input and output,
/// and a small one whose requests run out first. Each binds in another dimension.
/// </summary>
internal static class Fleet
{
    /// <summary>What callers send in most scenarios: chats whose answers may have 512 tokens at most.</summary>
    public static TokenMix Chat { get; } = new(new TokenRange(800, 1) { Max = 6_000 }, new TokenRange(200, 0.8)) { MaxOutputTokens = 512 };

    public static CapacityLimits GptLimits { get; } = new() { RequestsPerMinute = 300, TokensPerMinute = 300_000 };

    public static CapacityLimits ClaudeLimits { get; } = new() { RequestsPerMinute = 300, InputTokensPerMinute = 200_000, OutputTokensPerMinute = 50_000 };

    public static CapacityLimits MiniLimits { get; } = new() { RequestsPerMinute = 300, TokensPerMinute = 600_000 };

    public static RouteSpec Gpt { get; } = OpenAI("gpt", GptLimits, new(2.5, 10));

    public static RouteSpec Claude { get; } = new(
        new()
        {
            Name = "claude",
            Dialect = ProviderDialect.Anthropic,
            Limits = ProviderLimit.Of(ClaudeLimits),
            Charge = ChargeRule.Anthropic,
            Latency = new() { FirstToken = TimeSpan.FromMilliseconds(300) },
            Prices = new(3, 15),
        },
        ClaudeLimits,
        ProviderProfile.Anthropic);

    public static RouteSpec Mini { get; } = OpenAI("mini", MiniLimits, new(0.15, 0.6));

    public static IReadOnlyList<RouteSpec> All { get; } = [Gpt, Claude, Mini];

    public static RouteSpec OpenAI(string name, CapacityLimits limits, TokenPrices prices) =>
        new(new() { Name = name, Limits = ProviderLimit.Of(limits), Prices = prices }, limits, ProviderProfile.OpenAI);

    /// <summary>The same routes, the preferred one's provider changed.</summary>
    public static IReadOnlyList<RouteSpec> WithPreferred(Func<ProviderSettings, ProviderSettings> change) =>
        [Gpt with { Provider = change(Gpt.Provider) }, Claude, Mini];

    /// <summary>The same routes, every provider changed.</summary>
    public static IReadOnlyList<RouteSpec> Each(Func<ProviderSettings, ProviderSettings> change) =>
        [.. All.Select(route => route with { Provider = change(route.Provider) })];

    /// <summary>A provider's limits, so many times as large.</summary>
    public static IReadOnlyList<ProviderLimit> Scaled(ProviderSettings provider, double factor) =>
        [.. provider.Limits.Select(limit => limit with { Amount = (long)(limit.Amount * factor) })];
}
