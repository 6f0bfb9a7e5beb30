using CapacityRouting.Time;

namespace CapacityRouting.Failures.Providers;

/// <summary>Google's Gemini API. No headers are documented. A refusal states its delay in the body.</summary>
internal static class GeminiProvider
{
    public static ProviderProfile Profile { get; } = new("Gemini")
    {
        Aliases = ["gcp.gemini", "gcp.gen_ai", "google", "google.genai"],
        Hosts = ["generativelanguage.googleapis.com"],
        // Documented: the token limit counts input only. Cached input, failed calls and the shape of the minute are not documented: assumed.
        ReservesMaxOutputTokens = false,
        // Documented: requests per day reset at midnight Pacific time.
        DailyReset = LimitReset.Calendar,
        TimeZone = TimeZones.Pacific,
        // Not documented. Models up to 3.5 Flash continue it to the letter (measured by third parties). 3.5 Flash-Lite, 3.6 Flash and later ones answer 400,
        // "Requests ending with a model turn are not supported", which costs one attempt.
        SupportsAssistantPrefill = true,
        // Documented for Gemini 3 and later (ai.google.dev/gemini-api/docs/thought-signatures).
        ToolTurns = ToolTurnRule.ThoughtSignature,
    };

    /// <summary>Failure rules (ai.google.dev/gemini-api/docs/troubleshooting).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Codes = ["BILLING_DISABLED", "billingNotEnabled", "dailyLimitExceeded", "dailyLimitExceededUnreg"],
            Phrases =
            [
                "prepayment credits are depleted", "project has exceeded its spending cap", "exceeded its monthly spending cap",
                "quotaid*perday", "requires billing to be enabled", "billing account*disabled", "billing_disabled",
            ],
        },
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Phrases = ["quotaid*perminute", "quotaid*persecond"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "input token count*exceeds", "exceeds the maximum number of tokens", "exceeds the maximum number of input tokens",
                "request payload size exceeds", "input tokens*exceeds the maximum",
            ],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes =
            [
                "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "RECITATION", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
                "MODEL_ARMOR",
            ],
            Phrases =
            [
                "block_reason", "blockreason", "prompt was blocked", "response was blocked", "blocked due to safety",
                "blocked due to*safety", "blocked by the safety", "finish_reason*is 3", "finish_reason*is 4", "finishreason.safety",
                "finish_reason.safety", "candidate was blocked", "stopcandidateexception", "blockedpromptexception",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["is not found for api version", "is not supported for generatecontent", "no longer available to new users"],
        },
        new(FailureKind.Authentication)
        {
            Codes =
            [
                "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "API_KEY_HTTP_REFERRER_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED",
                "API_KEY_ANDROID_APP_BLOCKED", "API_KEY_IOS_APP_BLOCKED", "CONSUMER_INVALID", "CONSUMER_SUSPENDED", "SERVICE_DISABLED",
                "ACCESS_TOKEN_EXPIRED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "ACCESS_TOKEN_TYPE_UNSUPPORTED", "CREDENTIALS_MISSING",
                "accessNotConfigured", "keyInvalid", "keyExpired",
            ],
            Phrases =
            [
                "api key not valid", "api key not found", "reported as leaked", "location is not supported", "has been suspended",
                "been denied access", "unregistered callers",
            ],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["UNAUTHENTICATED", "PERMISSION_DENIED"],
            IsBroad = true,
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["UNAVAILABLE"],
            IsBroad = true,
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["MODEL_CAPACITY_EXHAUSTED"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["RESOURCE_EXHAUSTED", "rateLimitExceeded", "userRateLimitExceeded"],
            Phrases = ["resource has been exhausted", "resource exhausted"],
            IsBroad = true,
        },
        new(FailureKind.Timeout)
        {
            Codes = ["DEADLINE_EXCEEDED"],
            Phrases = ["deadline expired", "deadline exceeded"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["NOT_FOUND"],
            IsBroad = true,
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE"],
            Statuses = [0, 200, 400, 422],
            IsBroad = true,
            Fault = RequestFault.Vague,
        },
        // The message is the same for a missing file and a missing permission: a request fault either way.
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["permission to access the file", "cachedcontent not found", "cached content not found"],
            Statuses = [0, 200, 400, 403, 404],
            Fault = RequestFault.Plain,
        },
        new(FailureKind.ServerError)
        {
            Codes = ["INTERNAL", "MALFORMED_RESPONSE"],
            Statuses = [0, 200, 400, 500],
            IsBroad = true,
        },
    ];
}
