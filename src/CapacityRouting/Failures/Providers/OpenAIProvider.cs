namespace CapacityRouting.Failures.Providers;

/// <summary>OpenAI.</summary>
internal static class OpenAIProvider
{
    /// <summary>
    /// The reset is the time until the bucket is full again. A limit of 200 a day shows 7m12s after one request, so the reset reveals the window. The
    /// project's tokens are a second limit beside the organization's.
    /// </summary>
    public static HeaderDialect Headers { get; } = new(
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-requests") { Sign = WindowSign.TimeToFull, IsWhole = true },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-tokens") { Sign = WindowSign.TimeToFull, IsWhole = true },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-project-tokens") { Sign = WindowSign.TimeToFull, IsWhole = true });

    public static ProviderProfile Profile { get; } = new("OpenAI")
    {
        Aliases = ["open_ai"],
        Hosts = ["api.openai.com", "*.api.openai.com"],
        Headers = Headers,
        // The last chunk of a stream has a finish reason, and a complete response states its status.
        AlwaysGivesFinishReason = true,
        // Documented: a call counts the maximum of max_tokens and its estimated size, cached input included. Failed calls count too.
        ReservesMaxOutputTokens = true,
        CachedTokenWeight = 1,
        ChargesFailedCalls = true,
        // Inferred from the waits that OpenAI states: a bucket of the whole limit gives the same waits. Shorter grains are not confirmed.
        Limiter = LimiterKind.Continuous,
        RequestBurst = TimeSpan.FromMinutes(1),
        TokenBurst = TimeSpan.FromMinutes(1),
        // Accepted, but continuation is not documented: models often begin a new answer after it, and the caller would get the same content twice in other words.
        SupportsAssistantPrefill = false,
    };

    /// <summary>Failure rules (platform.openai.com/docs/guides/error-codes).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes =
            [
                "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_balance_exhausted",
                "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
                "usage_limit_reached",
            ],
            Phrases =
            [
                "billing hard limit", "your account is not active, please check your billing", "you have hit your usage limit",
                "you've hit your usage limit",
            ],
        },
        // Gemini uses the same sentence for a minute's limit, and then names the limit.
        new(FailureKind.QuotaExhausted)
        {
            Phrases = ["exceeded your current quota", "check your plan and billing"],
            IsBroad = true,
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["context_length_exceeded", "context_window_exceeded", "input_too_long"],
            Phrases =
            [
                "maximum context length", "reduce the length of the messages", "reduce your prompt", "exceeds the context window",
                "messages resulted in*tokens", "input tokens exceed the configured limit", "content*string too long",
            ],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["content_policy_violation", "moderation_blocked", "image_generation_user_error"],
            Phrases =
            [
                "usage policy", "usage policies", "safety system", "limited access to this content for safety reasons",
            ],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["invalid_prompt"],
            IsBroad = true,
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["model_not_found"],
            Phrases = ["engine*not found", "not a chat model"],
        },
        new(FailureKind.Authentication)
        {
            Codes =
            [
                "invalid_api_key", "invalid_organization", "account_deactivated", "organization_deactivated", "mismatched_organization",
                "mismatched_project", "unsupported_country_region_territory", "request_forbidden", "missing_scope", "ip_not_authorized",
                "access_terminated", "invalid_issuer", "token_expired",
            ],
            Phrases =
            [
                "incorrect api key", "didn't provide an api key", "organization must be verified", "must be a member of an organization",
                "country, region, or territory not supported", "missing scopes", "api_key client option must be set",
            ],
        },
        new(FailureKind.ServerError)
        {
            Codes = ["model_error"],
            Phrases = ["model produced invalid content"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["engine_overloaded", "slow_down", "model_overloaded", "server_is_overloaded"],
        },
        // The request exceeds a minute's limit, not the context window. Another route may have room for it.
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Phrases = ["request too large*tokens per min", "request too large*tpm", "request too large*limit*requested"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["rate_limit_exceeded", "rate_limit_reached", "requests", "tokens"],
            IsBroad = true,
        },
        new(FailureKind.InvalidRequest)
        {
            Codes =
            [
                "unsupported_parameter", "unsupported_value", "unknown_parameter",
                "missing_required_parameter", "invalid_function_parameters", "invalid_json_schema", "string_above_max_length",
                "integer_above_max_value", "invalid_image_format", "invalid_type", "invalid_value", "invalid_encrypted_content",
                "invalid_image", "invalid_image_url", "invalid_base64_image", "image_parse_error", "invalid_schema", "unsupported_file",
            ],
            Statuses = [0, 200, 400, 404, 413, 422, 424],
            IsBroad = true,
            Fault = RequestFault.Plain,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["items are not persisted", "no such file object", "vector store*not found"],
            Statuses = [0, 200, 400, 404],
            Fault = RequestFault.Plain,
        },
        // The refusal came from a tool's server, not from the model's.
        new(FailureKind.ServerError)
        {
            Codes = ["external_connector_error"],
            Statuses = [0, 200, 400, 424],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases =
            [
                "max_tokens is too large", "max_completion_tokens is too large", "unsupported parameter", "unsupported value",
                "unrecognized request argument",
            ],
            Statuses = [0, 200, 400, 404, 422],
        },
    ];
}
