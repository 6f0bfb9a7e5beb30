namespace CapacityRouting.Failures.Providers;

/// <summary>Groq.</summary>
internal static class GroqProvider
{
    /// <summary>OpenAI's header names for other windows: requests per day, tokens per minute. No header shows requests per minute.</summary>
    public static HeaderDialect Headers { get; } = new(
        new(CapacityDimension.RequestsPerDay, "x-ratelimit-*-requests") { IsWhole = true },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-tokens") { IsWhole = true });

    public static ProviderProfile Profile { get; } = new("Groq")
    {
        Hosts = ["api.groq.com"],
        Headers = Headers,
        // Refusals count the prompt and max_tokens as requested. Documented: cached input does not count. No source was found on failed calls: assumed.
        ReservesMaxOutputTokens = true,
        CachedTokenWeight = 0,
        ChargesFailedCalls = true,
        // Inferred from the waits that Groq states: a bucket of the whole limit gives the same waits.
        Limiter = LimiterKind.Continuous,
        RequestBurst = TimeSpan.FromMinutes(1),
        TokenBurst = TimeSpan.FromMinutes(1),
        // Documented: console.groq.com/docs/prefilling.
        SupportsAssistantPrefill = true,
    };

    /// <summary>Failure rules (console.groq.com/docs/errors).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["blocked_api_access", "spend_limit_reached"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["please reduce the length of the messages or completion"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["model_decommissioned", "model_terms_required", "model_permission_blocked_org", "model_permission_blocked_project"],
            Phrases = ["has been decommissioned", "requires terms acceptance"],
        },
        new(FailureKind.Authentication)
        {
            Scope = FailureScope.Account,
            Codes = ["organization_restricted"],
            Phrases = ["organization has been restricted"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["capacity_exceeded"],
            Phrases = ["flex tier capacity"],
        },
        // The model's own slip: it wrote a call or an object that does not hold.
        new(FailureKind.ServerError)
        {
            Codes = ["tool_use_failed", "json_validate_failed", "output_parse_failed"],
            Phrases = ["failed to call a function", "failed to generate json", "tool call validation failed"],
            IsOwn = true,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["must be less than or equal to"],
        },
    ];
}
