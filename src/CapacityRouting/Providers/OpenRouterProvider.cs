namespace CapacityRouting.Providers;

/// <summary>OpenRouter.</summary>
internal static class OpenRouterProvider
{
    /// <summary>Only a refusal has them. The reset is the end of the window, as a date: of a free model's minute, or of its day.</summary>
    public static HeaderDialect Headers { get; } = new(
        new LimitHeaders(CapacityDimension.RequestsPerMinute, "x-ratelimit-*") { Sign = WindowSign.WindowEnd });

    public static ProviderProfile Profile { get; } = new("OpenRouter")
    {
        Aliases = ["open_router"],
        Hosts = ["openrouter.ai", "*.openrouter.ai"],
        Headers = Headers,
        // Its credit check reserves max_tokens, or the model's longest output.
        ReservesMaxOutputTokens = true,
        // Measured.
        Limiter = LimiterKind.FixedWindow,
    };

    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Phrases =
            [
                "requires more credits", "can only afford", "insufficient credits", "never purchased credits", "key limit exceeded",
                "total limit", "weekly limit", "free-models-per-day", "prompt tokens limit exceeded",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["endpoint's maximum context length", "middle-out"],
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases = ["requires moderation", "input was flagged", "chosen model requires moderation"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases =
            [
                "no endpoints found", "no allowed providers", "is not a valid model id", "no models provided", "no providers available",
            ],
        },
        new(FailureKind.Authentication)
        {
            Phrases =
            [
                "no auth credentials found", "no cookie auth credentials", "invalid credentials", "user not found",
                "not available in your region", "unsupported_country", "only available to*byok", "data policy",
            ],
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["worker*request limit reached", "no instances available", "no available model provider", "provider*is overloaded"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["free-models-per-min", "rate-limited upstream", "limit_rpm", "temporarily rate-limited"],
        },
    ];
}
