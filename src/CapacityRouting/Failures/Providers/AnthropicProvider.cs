namespace CapacityRouting.Failures.Providers;

/// <summary>Anthropic.</summary>
internal static class AnthropicProvider
{
    /// <summary>
    /// The plain "tokens" headers are left out: they show the most restrictive limit at the time. A priority tier draws on the ordinary limits too,
    /// so its headers are read only where the ordinary ones are missing.
    /// </summary>
    public static HeaderDialect Headers { get; } = new(
        new(CapacityDimension.RequestsPerMinute, "anthropic-ratelimit-requests-*"),
        new(CapacityDimension.InputTokensPerMinute, "anthropic-ratelimit-input-tokens-*") { IsWhole = true },
        new(CapacityDimension.OutputTokensPerMinute, "anthropic-ratelimit-output-tokens-*") { IsWhole = true },
        new(CapacityDimension.InputTokensPerMinute, "anthropic-priority-input-tokens-*") { IsSpare = true },
        new(CapacityDimension.OutputTokensPerMinute, "anthropic-priority-output-tokens-*") { IsSpare = true });

    public static ProviderProfile Profile { get; } = new("Anthropic")
    {
        Aliases = ["claude"],
        Hosts = ["api.anthropic.com"],
        Headers = Headers,
        // The event message_delta always carries the stop reason.
        AlwaysGivesFinishReason = true,
        // Documented: max_tokens has no effect, output counts as it is written. Cache reads are free (with Haiku 3.5 they are not).
        ReservesMaxOutputTokens = false,
        CachedTokenWeight = 0,
        // Not documented: assumed.
        ChargesFailedCalls = true,
        // Documented: a token bucket that refills continuously, but "60 RPM might be enforced as 1 request per second".
        Limiter = LimiterKind.Continuous,
        RequestBurst = TimeSpan.FromSeconds(10),
        TokenBurst = TimeSpan.FromMinutes(1),
        // Documented for models up to 4.5, without extended thinking and without white space at the end (platform.claude.com, "Prefill Claude's response"). Later
        // models answer 400, "does not support assistant message prefill" (migration guide, 4.6). That costs one attempt, then the router asks the next route.
        SupportsAssistantPrefill = true,
        // Documented: with thinking on, a turn with tools begins with a signed thinking block (platform.claude.com, "Extended thinking").
        ToolTurns = ToolTurnRule.SignedReasoning,
    };

    /// <summary>Failure rules (docs.anthropic.com/en/api/errors).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["enforced_spend_limit_reached", "billing_error"],
            Phrases =
            [
                "credit balance is too low", "reached your specified api usage limits", "reached your specified workspace api usage limits",
                "will regain access on", "extra usage is required", "you're out of extra usage",
                "third-party apps now draw from your extra usage", "spend limit", "plans & billing",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["request_too_large", "model_context_window_exceeded"],
            Phrases = ["exceed context limit", "request exceeds the maximum size", "prompt: length"],
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases = ["output blocked by content filtering", "blocked by content filtering", "violates our usage polic"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["not_found_error"],
            IsBroad = true,
        },
        new(FailureKind.Authentication)
        {
            Codes = ["authentication_error", "permission_error"],
            Phrases =
            [
                "invalid x-api-key", "x-api-key header is required", "oauth token has expired", "oauth authentication is currently not",
                "this organization has been disabled", "invalid bearer token", "request not allowed",
                "credential is only authorized for use with",
            ],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["overloaded_error"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["rate_limit_error"],
            IsBroad = true,
        },
        new(FailureKind.RateLimited)
        {
            Phrases =
            [
                "exceed your account's rate limit", "exceed your organization's rate limit", "exceed the rate limit for your organization",
                "number of request*has exceeded your", "acceleration limit", "maximum usage increase rate",
                "number of concurrent connections has exceeded",
            ],
        },
        new(FailureKind.Timeout)
        {
            Codes = ["timeout_error"],
            IsBroad = true,
        },
        new(FailureKind.ServerError)
        {
            Codes = ["api_error"],
            Statuses = [0, 200, 400],
            IsBroad = true,
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["invalid_request_error"],
            Statuses = [0, 200, 400, 422],
            IsBroad = true,
            Fault = RequestFault.Vague,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["file not found:"],
            Statuses = [0, 200, 400, 404],
            Fault = RequestFault.Plain,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases =
            [
                "max_tokens:*maximum allowed number of output tokens", "streaming is strongly recommended", "streaming is required",
                "tool_use ids were found without", "text content blocks must be non-empty", "extra inputs are not permitted",
                "image exceeds*maximum",
            ],
        },
    ];
}
