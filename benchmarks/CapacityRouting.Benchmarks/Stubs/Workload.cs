using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Stubs;

/// <summary>The one call that every benchmark makes, and the limits it meets: the same for us and for every rival.</summary>
internal static class Workload
{
    /// <summary>What the provider reports; it differs from every estimate, so that there is something to settle.</summary>
    public const int UsedInputTokens = 64;
    public const int UsedOutputTokens = 9;

    public static IReadOnlyList<ChatMessage> Messages { get; } =
    [
        new(ChatRole.System, "You are a helpful assistant. Answer in one short sentence, in plain words, and say so when you do not know."),
        new(ChatRole.User, "A traveller asks before a long train ride: what is the capital of France?"),
    ];

    /// <summary>
    /// Limits in all four dimensions and in flight, too high to ever refuse: 100 million calls a second. The arithmetic is that
    /// of everyday limits.
    /// </summary>
    public static CapacityLimits Ample { get; } = new()
    {
        RequestsPerMinute = 6_000_000_000,
        InputTokensPerMinute = 6_000_000_000_000,
        OutputTokensPerMinute = 6_000_000_000_000,
        TokensPerMinute = 12_000_000_000_000,
        MaxConcurrentRequests = 1_000,
    };

    /// <summary>One request a minute: spent by the first call, for longer than a measurement takes.</summary>
    public static CapacityLimits Scarce { get; } = Ample with { RequestsPerMinute = 1 };

    /// <summary>The estimate that a hand-built router makes: four characters to a token.</summary>
    public static int EstimateTokens(IEnumerable<ChatMessage> messages)
    {
        int characters = 0;
        foreach (ChatMessage message in messages)
            characters += message.Text.Length;
        return (characters / 4) + 256;
    }

    /// <summary>A router over three routes; the clients and limits are given in the order of preference.</summary>
    public static CapacityAwareChatClient Router(IChatClient client, params ReadOnlySpan<CapacityLimits> limits)
    {
        List<ModelRoute> routes = [];
        foreach (CapacityLimits own in limits)
            routes.Add(new($"route-{routes.Count + 1}", client) { Limits = own });
        return new(routes);
    }
}
