namespace CapacityRouting.Failures.Providers;

/// <summary>A provider that is not known: a gateway, or a provider that uses another's protocol.</summary>
internal static class GenericProvider
{
    // OpenAI's header names as other providers use them. Fireworks adds to them, and no provider promises a bucket that holds the whole limit.
    private static readonly HeaderDialect OpenAINames = new(
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-requests") { Sign = WindowSign.TimeToFull },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-tokens") { Sign = WindowSign.TimeToFull },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-project-tokens") { Sign = WindowSign.TimeToFull },
        new(CapacityDimension.InputTokensPerMinute, "x-ratelimit-*-tokens-prompt"),
        new(CapacityDimension.OutputTokensPerMinute, "x-ratelimit-*-tokens-generated"));

    // Cerebras and Mistral share some of their names.
    private static readonly HeaderDialect MinuteNames = new([.. CerebrasProvider.Headers.Limits.Union(MistralProvider.Headers.Limits)]);

    // The names of the IETF's draft, and their predecessors. They count requests in a window, which some providers state beside the limit.
    // Their reset is the end of the window, from which the window's length does not follow.
    private static readonly HeaderDialect PlainNames = new(
        new(CapacityDimension.RequestsPerMinute, "ratelimit-*") { Sign = WindowSign.Parameter },
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*") { Sign = WindowSign.Parameter, IsSpare = true });

    /// <summary>The most common dialects first. Where dialects share header names (Together's seconds), the one that admits less is read.</summary>
    public static HeaderDialect Headers { get; } = HeaderDialect.FirstOf(
        OpenAINames,
        AnthropicProvider.Headers,
        MinuteNames,
        PlainNames,
        CohereProvider.Headers);

    public static ProviderProfile Profile { get; } = new("Generic")
    {
        Aliases = ["perplexity", "huggingface"],
        Headers = Headers,
    };

    /// <summary>Failure rules for quotas, limits and load that are common to all providers.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Codes =
            [
                "payment_required", "PaymentRequired", "insufficient_funds", "insufficient_credits", "quota_exhausted", "out_of_credits", "NOT_ENOUGH_BALANCE",
                "insufficient_quota_error",
            ],
            Phrases =
            [
                "insufficient credit", "insufficient fund", "insufficient quota", "not enough credit",
                "not enough balance", "out of credit", "no credits left", "no more credits", "no remaining credit", "credit balance",
                "usage limit has been reached", "reached your usage limit", "quota exhausted", "quota has been exhausted", "purchase credits",
                "buy credits", "add more credits", "credit usage limit", "shared budget", "you have reached the limit", "maximum number of requests for your", "paused usage on your account", "balance is insufficient", "free tier limit", "plan usage limit", "trial has expired", "trial has ended", "unpaid invoice",
            ],
            YieldsTo = RequestFault.Plain,
        },
        // These phrases also occur in messages that are not about a limit.
        new(FailureKind.QuotaExhausted)
        {
            Phrases =
            [
                "payment required", "spending limit", "spending cap", "spend cap", "usage limits", "daily free", "monthly limit",
                "monthly quota", "monthly usage", "monthly budget", "daily limit", "daily quota", "daily budget", "weekly limit", "exhausted your",
            ],
            YieldsTo = RequestFault.Vague,
        },
        // Some providers call a minute's limit a quota. The scope decides.
        new(FailureKind.QuotaExhausted)
        {
            Codes = ["QuotaExceeded", "quota_exceeded"],
            Phrases =
            [
                "quota exceeded", "quota has been exceeded", "quota was exceeded", "over quota", "exceeds quota", "exceeds your quota",
                "exceeded*quota",
            ],
            IsBroad = true,
            YieldsTo = RequestFault.Plain,
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "too long and exceeds", "cannot truncate prompt", "prompt is too long", "prompt is too large", "prompt too large", "input is too long", "input too long",
                "inputs are too long", "message is too long", "conversation is too long", "context length exceeded",
                "exceed*context length", "context window exceeded", "exceed*context window", "larger than the context",
                "longer than the context", "exceeds*context size", "maximum context size", "maximum context limit", "maximum input length",
                "maximum number of input tokens", "input tokens exceed", "number of input tokens*exceed", "prompt tokens exceed",
                "tokens exceeds the maximum", "too many tokens in", "request too many tokens", "prompt tokens too long", "ran out of room*context", "required for 1m context", "too many input tokens",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["request too large", "request entity too large", "payload too large", "content too large", "body too large"],
            Statuses = [0, 200, 400, 413, 422],
            IsBroad = true,
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases =
            [
                "content policy", "content policies", "content filter", "content moderation", "moderation*flagged",
                "flagged as potentially", "flagged by", "input was flagged", "prohibited content", "responsible ai", "violates our*polic",
                "violate our*polic", "violating our*polic", "violates*content polic", "acceptable use policy", "safety filter",
                "safety polic", "blocked for safety", "harmful content", "blocked input", "violation of our usage guidelines",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["invalid_model", "model_not_available", "unavailable_model", "model_not_exist"],
            Phrases =
            [
                "model does not exist", "model ? does not exist", "model: ? does not exist", "model not exist", "no such model",
                "unknown model", "invalid model", "unsupported model", "model not found", "model ? not found", "model: ? not found",
                "model ? was not found", "model is not available", "model ? is not available", "model*no longer available",
                "model*no longer supported", "model*has been removed", "model*decommissioned", "model*has been deprecated",
                "model*is deprecated", "model*end of life",
            ],
            YieldsTo = RequestFault.Plain,
        },
        // The asterisk may join two subjects: a model called a tool whose result was not found.
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["model*does not exist", "model*not found", "model*is not available"],
            YieldsTo = RequestFault.Vague,
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["NotFoundError", "NotFound"],
            Statuses = [0, 200, 400, 404],
            IsBroad = true,
        },
        new(FailureKind.Authentication)
        {
            Phrases =
            [
                "invalid api key", "api key*is invalid", "api key invalid", "api key is required", "api key is missing", "missing api key",
                "no api key", "api_key is not set", "api key has expired", "api key expired", "api key has been", "key has been revoked", "key has been disabled",
                "invalid authorization", "signature check failed", "invalid access token", "missing authentication", "missing authorization", "is not allowed to use",
                "account*deactivated", "account*disabled", "account*suspended", "not supported in your country",
                "not available in your country", "not available in your region", "country*not supported", "region*not supported",
            ],
            YieldsTo = RequestFault.Plain,
        },
        // Servers that host what the request points to use the same phrases.
        new(FailureKind.Authentication)
        {
            Phrases =
            [
                "invalid token", "token has expired", "token expired", "expired token", "authorization header", "authentication required",
                "authentication failed", "authentication error", "not authenticated", "not authorized", "insufficient permission",
                "not have permission", "don't have permission",
            ],
            YieldsTo = RequestFault.Vague,
        },
        new(FailureKind.Authentication)
        {
            Codes =
            [
                "unauthorized", "forbidden", "access_denied", "invalid_token", "AuthenticationError", "PermissionDeniedError",
                "AuthorizationError",
            ],
            Phrases = ["unauthorized", "forbidden", "access denied", "permission denied"],
            IsBroad = true,
            YieldsTo = RequestFault.Vague,
        },
        new(FailureKind.Overloaded)
        {
            Phrases =
            [
                "overloaded", "service temporarily unavailable", "is temporarily unavailable", "are temporarily unavailable",
                "model*temporarily unavailable", "high demand", "high load", "heavy load", "high traffic", "heavy traffic", "too busy",
                "temporarily busy", "model is unloaded", "server busy", "servers are busy", "server is busy", "at capacity", "over capacity", "out of capacity", "at full capacity",
                "capacity exceeded", "exceeded capacity", "exceeds capacity", "insufficient capacity", "not enough capacity", "no capacity",
                "lack of capacity", "capacity constraint", "capacity limit", "no available capacity", "no slots available", "queue is full",
                "queue full", "queue exceeded", "queue limit", "exceeds maximum queue size", "no available server", "no available worker",
                "no workers", "no replicas", "model is not ready", "model not ready", "not ready yet", "still loading", "warming up",
                "cold start", "under maintenance", "scheduled maintenance",
            ],
        },
        new(FailureKind.Overloaded)
        {
            Codes =
            [
                "service_unavailable", "ServiceUnavailableError", "service_unavailable_error", "server_busy", "overloaded",
                "service_overloaded", "admission_full",
            ],
            Phrases = ["service unavailable", "service is unavailable", "currently unavailable"],
            IsBroad = true,
        },
        new(FailureKind.EmptyResponse)
        {
            Phrases = ["empty response", "response is empty", "response empty", "empty completion", "empty answer"],
            Statuses = [0, 200],
        },
        new(FailureKind.RateLimited)
        {
            Phrases =
            [
                "rate limit", "rate-limited", "high-frequency", "too many concurrent", "concurrency limit", "concurrent request", "concurrent connection",
                "request was throttled", "being throttled", "slow down", "request limit", "requests limit", "requests per minute",
                "tokens per minute", "requests per second", "requests too quickly", "requests too fast",
            ],
            YieldsTo = RequestFault.Plain,
        },
        new(FailureKind.RateLimited)
        {
            Codes =
            [
                "RateLimitError", "RateLimitException", "TooManyRequestsError", "too_many_requests", "rate_limit", "rate_limited",
                "RateLimit", "concurrency_limit_exceeded", "AnthropicRateLimitException",
            ],
            Phrases = ["too many requests"],
            IsBroad = true,
            YieldsTo = RequestFault.Plain,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases =
            [
                "max_tokens must be", "max_tokens*less than or equal", "max_tokens*at most", "max_completion_tokens*at most",
                "max_new_tokens*must be", "invalid request format", "invalid json", "could not parse", "failed to parse",
                "missing required", "unknown parameter", "validation error", "content can not be empty",
            ],
            Statuses = [0, 200, 400, 404, 413, 422, 500],
        },
        new(FailureKind.InvalidRequest)
        {
            Codes =
            [
                "InvalidRequestError", "BadRequestError", "bad_request", "Bad Request", "invalid_request", "invalid_parameter",
                "InvalidParameter", "UnprocessableEntityError", "ValidationError", "validation_error", "RequestValidationError",
            ],
            Statuses = [0, 200, 400, 422],
            IsBroad = true,
            Fault = RequestFault.Vague,
        },
        new(FailureKind.ServerError)
        {
            Codes =
            [
                "server_error", "internal_error", "internal_server_error", "InternalServerError", "InternalError", "Internal Server Error",
                "APIError",
            ],
            Phrases = ["internal server error", "internal error", "unexpected server error", "had an error while processing"],
            Statuses = [0, 200, 400, 424],
            IsBroad = true,
        },
    ];
}
