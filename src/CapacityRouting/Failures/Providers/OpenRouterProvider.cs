namespace CapacityRouting.Failures.Providers;

/// <summary>OpenRouter.</summary>
internal static class OpenRouterProvider
{
    /// <summary>Only a refusal has headers. The reset is the end of the window, as a date: of a free model's minute, or of its day.</summary>
    public static HeaderDialect Headers { get; } = new(
        new LimitHeaders(CapacityDimension.RequestsPerMinute, "x-ratelimit-*") { Sign = WindowSign.WindowEnd });

    public static ProviderProfile Profile { get; } = new("OpenRouter")
    {
        Aliases = ["open_router"],
        Hosts = ["openrouter.ai", "*.openrouter.ai"],
        Headers = Headers,
        // OpenRouter's credit check reserves max_tokens, or the model's longest output.
        ReservesMaxOutputTokens = true,
        // Measured.
        Limiter = LimiterKind.FixedWindow,
        RequestBurst = TimeSpan.FromMinutes(1),
        TokenBurst = TimeSpan.FromMinutes(1),
        // Documented: "Assistant Prefill" in openrouter.ai/docs/api-reference/overview. The effect depends on the model behind it.
        SupportsAssistantPrefill = true,
    };

    /// <summary>Failure rules of OpenRouter and of the providers behind it (openrouter.ai/docs/api-reference/errors).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Phrases =
            [
                "requires more credits", "can only afford", "never purchased credits", "key limit exceeded", "free-models-per-day",
                "prompt tokens limit exceeded",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["endpoint's maximum context length", "middle-out"],
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases = ["requires moderation"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases =
            [
                "no endpoints found for", "no endpoints found matching", "no allowed providers", "is not a valid model id", "no models provided", "no providers available",
            ],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["no auth credentials found", "no cookie auth credentials", "invalid credentials", "user not found"],
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["worker*request limit reached", "no instances available", "provider*is overloaded", "no available model provider"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["free-models-per-min", "rate-limited upstream", "limit_rpm", "temporarily rate-limited"],
        },
    ];
}
