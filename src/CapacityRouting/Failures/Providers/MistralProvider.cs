namespace CapacityRouting.Failures.Providers;

/// <summary>Mistral.</summary>
internal static class MistralProvider
{
    /// <summary>The by-size header families are older names of the token limit. The month's limit matches no dimension here.</summary>
    public static HeaderDialect Headers { get; } = new(
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-req-minute"),
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-tokens-minute"),
        new(CapacityDimension.TokensPerMinute, "x-ratelimitbysize-*-minute") { IsSpare = true },
        new(CapacityDimension.TokensPerMinute, "ratelimitbysize-*") { IsSpare = true });

    public static ProviderProfile Profile { get; } = new("Mistral")
    {
        Aliases = ["mistral_ai", "mistralai"],
        Hosts = ["api.mistral.ai"],
        Headers = Headers,
        // Measured: a minute of the clock. Some tiers count requests per second: those are spread. No source was found on what is charged: assumed.
        Limiter = LimiterKind.FixedWindow,
        RequestBurst = TimeSpan.FromSeconds(10),
        TokenBurst = TimeSpan.FromMinutes(1),
        // Only with "prefix": true on the message, which chat clients don't set. Otherwise "Expected last role User or Tool (or Assistant with prefix True)".
        SupportsAssistantPrefill = false,
    };

    /// <summary>Failure rules.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Phrases = ["monthly token limit"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["3051"],
            Phrases = ["too large for model with*maximum context length", "prompt contains*tokens*too large"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["1500"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["service_tier_capacity_exceeded", "3505"],
            Phrases = ["service tier capacity exceeded", "inference is temporarily unavailable"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["1300"],
            Phrases = ["requests rate limit exceeded"],
            IsBroad = true,
        },
        new(FailureKind.ServerError)
        {
            Codes = ["unreachable_backend"],
            Statuses = [0, 200, 400, 500],
            IsBroad = true,
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["invalid_request_message_order", "3230"],
            Phrases = ["expected last role user", "not the same number of function calls", "unexpected role"],
        },
    ];
}
