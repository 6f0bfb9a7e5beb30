namespace CapacityRouting.Goodput.Rivals;

/// <summary>All rivals, in the order of reports.</summary>
internal static class RivalTable
{
    public static IReadOnlyList<RivalEntry> All { get; } =
    [
        new("ordered-failover", "Ordered failover (Microsoft.Extensions.AI)", context => new OrderedFailover(context)),
        new("ordered-cooldown", "Ordered with cooldown (LiteLLM)", context => new OrderedCooldown(context)),
        new("weighted-shuffle", "Weighted shuffle with cooldown (LiteLLM)", context => new WeightedShuffleCooldown(context)),
        new("lowest-tpm", "Lowest tokens this minute (LiteLLM)", context => new LowestTpm(context)),
        new("priority-retry-after", "Priority and Retry-After (Azure API Management)", context => new PriorityRetryAfter(context)),
        new("backoff-retry", "Backoff on one model (Polly)", context => new BackoffRetry(context)),
        new("adaptive-cubic", "Adaptive retries for each model (AWS)", context => new AdaptiveCubic(context)),
        new("bare-sdk", "Bare SDK with its retries (OpenAI .NET)", context => new BareSdk(context)),
        new("three-strikes", "Hand-built limiter with three strikes", context => new ThreeStrikes(context)) { KnowsConfigured = true },
    ];
}
