using CapacityRouting;
using QuickStart.Clients;

namespace QuickStart;

/// <summary>
/// The routes, best first: each a model client with what its account allows. This is all that the router has to be told;
/// it sends each call to the first one that has room.
/// </summary>
internal static class Routes
{
    public static CapacityLimits GptLimits { get; } = new()
    {
        RequestsPerMinute = 300,
        TokensPerMinute = 150_000,
        MaxConcurrentRequests = 12,
    };

    public static CapacityLimits ClaudeLimits { get; } = new()
    {
        RequestsPerMinute = 600,
        InputTokensPerMinute = 100_000,
        OutputTokensPerMinute = 40_000,
        MaxConcurrentRequests = 10,
    };

    public static CapacityLimits MiniLimits { get; } = new()
    {
        RequestsPerMinute = 900,
        TokensPerMinute = 600_000,
        MaxConcurrentRequests = 24,
    };

    /// <summary>Three services inside this process, which enforce those very limits.</summary>
    public static ModelRoute[] To(LoopbackServices services) =>
    [
        new("gpt", ModelClients.OpenAI("any key", "gpt-4o", services.Gpt.Address)) { Limits = GptLimits },
        new("claude", ModelClients.Anthropic("any key", "claude-sonnet-4-5", services.Claude.Address)) { Limits = ClaudeLimits },
        new("mini", ModelClients.OpenAI("any key", "gpt-4o-mini", services.Mini.Address)) { Limits = MiniLimits },
    ];

    /// <summary>The real services, as far as there is a key for them, with limits that a new account has.</summary>
    public static ModelRoute[] To(ApiKeys keys)
    {
        var modest = new CapacityLimits { RequestsPerMinute = 50, MaxConcurrentRequests = 5 };
        List<ModelRoute> routes = [];
        if (keys.OpenAI is { } openAI)
        {
            routes.Add(new ModelRoute("gpt", ModelClients.OpenAI(openAI, "gpt-4o")) { Limits = modest with { TokensPerMinute = 30_000 } });
            routes.Add(new ModelRoute("mini", ModelClients.OpenAI(openAI, "gpt-4o-mini")) { Limits = modest with { TokensPerMinute = 100_000 } });
        }

        if (keys.Anthropic is { } anthropic)
        {
            routes.Insert(Math.Min(1, routes.Count), new ModelRoute("claude", ModelClients.Anthropic(anthropic, "claude-sonnet-4-5"))
            {
                Limits = modest with { InputTokensPerMinute = 30_000, OutputTokensPerMinute = 8_000 },
            });
        }

        return [.. routes];
    }
}
