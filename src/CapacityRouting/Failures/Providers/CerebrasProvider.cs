namespace CapacityRouting.Failures.Providers;

/// <summary>Cerebras.</summary>
internal static class CerebrasProvider
{
    /// <summary>Every answer carries the whole set.</summary>
    public static HeaderDialect Headers { get; } = new(
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-requests-minute"),
        new(CapacityDimension.RequestsPerHour, "x-ratelimit-*-requests-hour"),
        new(CapacityDimension.RequestsPerDay, "x-ratelimit-*-requests-day"),
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-tokens-minute"),
        new(CapacityDimension.TokensPerHour, "x-ratelimit-*-tokens-hour"),
        new(CapacityDimension.TokensPerDay, "x-ratelimit-*-tokens-day"));

    public static ProviderProfile Profile { get; } = new("Cerebras")
    {
        Hosts = ["api.cerebras.ai"],
        Headers = Headers,
        // Documented: the prompt and max_completion_tokens. Only third parties report that cached input is free, so it counts here.
        ReservesMaxOutputTokens = true,
        CachedTokenWeight = 1,
    };

    /// <summary>Failure rules (inference-docs.cerebras.ai).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["current length is*while limit is", "reduce the length of the messages or completion"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["wrong_api_key"],
            Phrases = ["wrong api key"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["queue_exceeded"],
        },
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Codes =
            [
                "request_quota_exceeded", "token_quota_exceeded", "too_many_requests_error", "too_many_tokens_error", "token_quota_reached",
            ],
            Phrases = ["requests per*limit exceeded", "tokens per*limit exceeded"],
            IsBroad = true,
        },
    ];
}
