namespace CapacityRouting.Providers;

/// <summary>A provider that is not known: a gateway, or one that speaks another's protocol.</summary>
internal static class GenericProvider
{
    // OpenAI's names in others' mouths: Fireworks adds to them, and none promises a bucket that holds the whole limit.
    private static readonly HeaderDialect OpenAINames = new(
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-requests") { Sign = WindowSign.TimeToFull },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-tokens") { Sign = WindowSign.TimeToFull },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-project-tokens") { Sign = WindowSign.TimeToFull },
        new(CapacityDimension.InputTokensPerMinute, "x-ratelimit-*-tokens-prompt"),
        new(CapacityDimension.OutputTokensPerMinute, "x-ratelimit-*-tokens-generated"));

    // Cerebras and Mistral share some of theirs.
    private static readonly HeaderDialect MinuteNames = new([.. CerebrasProvider.Headers.Limits.Union(MistralProvider.Headers.Limits)]);

    // The names of the IETF's draft, and those that it grew from. They mean requests, of a window that only their reset tells.
    private static readonly HeaderDialect PlainNames = new(
        new(CapacityDimension.RequestsPerMinute, "ratelimit-*") { Sign = WindowSign.WindowEnd },
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*") { Sign = WindowSign.WindowEnd, IsSpare = true });

    /// <summary>The most usual ones first. Of families that share their names (Together's seconds), the one that admits less is read.</summary>
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

    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Codes = ["payment_required", "PaymentRequired", "insufficient_funds", "quota_exhausted", "out_of_credits"],
            Phrases =
            [
                "payment required", "insufficient credit", "insufficient fund", "insufficient quota", "not enough credit",
                "not enough balance", "out of credits", "out of credit", "ran out of credit", "no credits", "no remaining credit",
                "credits have been", "credit balance", "spending limit", "spending cap", "spend cap", "usage limits",
                "usage limit has been reached", "reached your usage limit", "monthly limit", "monthly quota", "monthly usage",
                "daily limit", "daily quota", "quota exhausted", "quota has been exhausted", "exhausted your", "purchase credits",
                "buy credits", "add more credits", "trial has expired", "trial has ended", "overdue", "unpaid invoice",
            ],
        },
        // Some call a minute's limit a quota: the scope tells.
        new(FailureKind.QuotaExhausted)
        {
            Codes = ["QuotaExceeded", "quota_exceeded", "quotaExceeded"],
            Phrases =
            [
                "quota exceeded", "quota has been exceeded", "quota was exceeded", "exceeded your quota", "exceeded the quota",
                "exceeded quota", "exceeds quota", "over quota", "exceeded*quota",
            ],
            IsBroad = true,
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "prompt is too long", "prompt is too large", "prompt too large", "input is too long", "input too long",
                "inputs are too long", "message is too long", "context length exceeded", "context_length", "exceeds context length",
                "exceed*context length", "exceeds*context length", "exceeded*context length", "context window exceeded",
                "exceeds*context window", "exceed*context window", "exceeded*context window", "larger than the context",
                "longer than the context", "exceeds*context size", "maximum context size", "maximum context limit", "maximum input length",
                "maximum number of input tokens", "input tokens exceed", "number of input tokens*exceed", "prompt tokens exceed",
                "tokens exceeds the maximum", "request exceeds*context", "too many tokens in", "too many input tokens", "too many images",
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
                "content policy", "content policies", "content filter", "content_filter", "content moderation", "moderation*flagged",
                "flagged as potentially", "flagged by", "prohibited content", "responsible ai", "violates our*polic", "violate our*polic",
                "violating our*polic", "violates*content polic", "acceptable use policy", "safety filter", "safety polic",
                "blocked for safety", "harmful content",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases =
            [
                "model*does not exist", "model does not exist", "no such model", "unknown model", "model*was not found", "model not found",
                "model*no longer available", "model*no longer supported", "model*has been removed", "model*decommissioned",
                "model*is deprecated", "model*end of life", "unsupported model", "model is not available", "model*is not available",
            ],
        },
        new(FailureKind.Authentication)
        {
            Codes =
            [
                "unauthorized", "Unauthorized", "forbidden", "Forbidden", "access_denied", "AccessDenied", "invalid_token",
                "AuthenticationError", "PermissionDeniedError", "NotAuthorizedError", "AuthorizationError",
            ],
            Phrases = ["unauthorized", "forbidden", "access denied", "permission denied"],
            IsBroad = true,
        },
        new(FailureKind.Authentication)
        {
            Phrases =
            [
                "invalid api key", "invalid api-key", "invalid_api_key", "api key is invalid", "api key*is invalid", "api key invalid",
                "api key is required", "api key is missing", "missing api key", "no api key", "api key has expired", "api key expired",
                "api key has been", "key has been revoked", "key has been disabled", "invalid authorization", "invalid access token",
                "invalid token", "token has expired", "token expired", "expired token", "missing authentication", "missing authorization",
                "authorization header", "authentication required", "authentication failed", "authentication error", "not authenticated",
                "not authorized", "insufficient permission", "not have permission", "don't have permission", "account*deactivated",
                "account*disabled", "account*suspended", "not supported in your country", "not available in your country",
                "not available in your region", "country*not supported", "region*not supported",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["NotFoundError", "not_found", "NotFound", "model_not_exist"],
            Statuses = [0, 200, 400, 404],
            IsBroad = true,
        },
        new(FailureKind.Overloaded)
        {
            Codes =
            [
                "service_unavailable", "ServiceUnavailable", "ServiceUnavailableError", "service_unavailable_error", "server_busy",
                "overloaded", "Overloaded", "service_overloaded",
            ],
            Phrases =
            [
                "service unavailable", "service is unavailable", "service is currently unavailable", "service currently unavailable",
                "server is currently unavailable", "currently unavailable",
            ],
            IsBroad = true,
        },
        new(FailureKind.Overloaded)
        {
            Phrases =
            [
                "overloaded", "service temporarily unavailable", "is temporarily unavailable", "are temporarily unavailable",
                "model*temporarily unavailable", "high demand", "high load", "heavy load", "high traffic", "heavy traffic", "too busy",
                "server busy", "servers are busy", "server is busy", "at capacity", "over capacity", "out of capacity", "at full capacity",
                "capacity exceeded", "exceeded capacity", "exceeds capacity", "insufficient capacity", "not enough capacity", "no capacity",
                "lack of capacity", "capacity constraint", "capacity limit", "no available capacity", "capacity is", "no slots available",
                "queue is full", "queue full", "queue exceeded", "queue limit", "no available server", "no available worker", "no workers",
                "no replicas", "model is not ready", "model not ready", "still loading", "warming up", "cold start", "under maintenance",
                "scheduled maintenance",
            ],
        },
        new(FailureKind.RateLimited)
        {
            Codes =
            [
                "RateLimitError", "RateLimitException", "TooManyRequests", "TooManyRequestsError", "too_many_requests", "rate_limit",
                "rate_limited", "RateLimit", "concurrency_limit_exceeded", "AnthropicRateLimitException",
            ],
            Phrases = ["too many requests"],
            IsBroad = true,
        },
        new(FailureKind.RateLimited)
        {
            Phrases =
            [
                "rate limit", "rate-limited", "ratelimited", "rate limited", "too many concurrent", "concurrency limit",
                "concurrent request", "concurrent connection", "request was throttled", "being throttled", "slow down", "request limit",
                "requests limit", "token limit*per minute", "requests per minute", "tokens per minute", "requests per second",
                "requests too quickly", "requests too fast", "request limit reached",
            ],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases =
            [
                "max_tokens must be", "max_tokens*less than or equal", "max_tokens*at most", "max_completion_tokens*at most",
                "max_new_tokens*must be", "invalid request format", "invalid json", "could not parse", "failed to parse",
                "missing required", "field required", "is a required property", "is not of type", "unknown parameter",
                "unsupported parameter", "unexpected keyword", "validation error", "must be a valid",
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
