namespace CapacityRouting.Failures.Providers;

/// <summary>Azure OpenAI and the other models of Azure AI Foundry.</summary>
internal static class AzureOpenAIProvider
{
    private const string Utilization = "azure-openai-deployment-utilization";

    /// <summary>OpenAI's header names, but the reset is bare seconds. Some resources state the window as a renewal period.</summary>
    public static HeaderDialect Headers { get; } = new(
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-requests") { Sign = WindowSign.Period },
        new(CapacityDimension.TokensPerMinute, "x-ratelimit-*-tokens") { Sign = WindowSign.Period })
    {
        UtilizationName = Utilization,
    };

    public static ProviderProfile Profile { get; } = new("AzureOpenAI")
    {
        Spills = true,
        Aliases = ["azure.ai.openai", "az.ai.openai", "azure.ai.inference", "az.ai.inference", "azure_openai", "azure-openai"],
        Hosts =
        [
            "*.openai.azure.com",
            "*.openai.azure.us",
            "*.cognitiveservices.azure.com",
            "*.services.ai.azure.com",
            "*.api.cognitive.microsoft.com",
        ],
        Headers = Headers,
        // As OpenAI.
        AlwaysGivesFinishReason = true,
        // Documented: the estimated prompt and max_tokens. No source was found on cached input and failed calls: assumed.
        ReservesMaxOutputTokens = true,
        CachedTokenWeight = 1,
        ChargesFailedCalls = true,
        // Documented: a counter of tokens that starts anew each minute. Requests have windows of 1 or 10 seconds, of which the shorter would starve small limits.
        Limiter = LimiterKind.FixedWindow,
        RequestBurst = TimeSpan.FromSeconds(10),
        TokenBurst = TimeSpan.FromMinutes(1),
        // As OpenAI.
        SupportsAssistantPrefill = false,
    };

    public static ProviderProfile Provisioned { get; } = new("AzureOpenAIProvisioned")
    {
        Spills = true,
        Aliases = ["ptu"],
        Headers = new() { UtilizationName = Utilization },
        // As OpenAI.
        AlwaysGivesFinishReason = true,
        // Documented: the prompt without its cached part, and max_tokens, corrected at the end. Above 100 % calls are refused until usage leaks away.
        ReservesMaxOutputTokens = true,
        ReturnsUnusedOutputTokens = true,
        CachedTokenWeight = 0,
        Limiter = LimiterKind.Continuous,
    };

    /// <summary>Failure rules of Azure OpenAI and Azure AI Foundry.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ContentFiltered)
        {
            Codes = ["ResponsibleAIPolicyViolation", "content_filter", "ContentFilterFinishReason"],
            Phrases = ["content management policy", "content filtering policy", "content filtering policies"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["DeploymentNotFound", "DeploymentDisabled", "DeploymentModelNotFound"],
            Phrases = ["deployment for this resource does not exist", "deployment*not found", "model*has been retired"],
        },
        new(FailureKind.Authentication)
        {
            Codes =
            [
                "PermissionDenied", "InvalidSubscriptionKey", "AuthenticationTypeDisabled", "TrafficDenied", "AccessDeniedVNet",
                "SubscriptionNotFound", "SubscriptionSuspended", "NoRegisteredProviderFound", "AuthorizationFailed",
                "InvalidAuthenticationToken", "ExpiredAuthenticationToken",
            ],
            Phrases =
            [
                "virtual network", "firewall rules", "invalid subscription key", "principal does not have access",
                "lacks the required data action", "public access is disabled", "public network access",
                "key based authentication is disabled", "private endpoint",
            ],
        },
        new(FailureKind.Overloaded)
        {
            Codes =
            [
                "ServerOverloaded", "ModelNotReady", "NoCapacity", "insufficient_capacity", "ProvisionedThroughputExceeded", "ServerBusy",
            ],
            Phrases = ["peak load", "service is temporarily unable to process your request"],
        },
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Phrases =
            [
                "exceeded token rate limit", "exceeded call rate limit", "exceeded rate limit of your current",
                "exceeded*rate limit of your current",
            ],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["RateLimitReached", "TooManyRequests"],
            IsBroad = true,
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["OperationNotSupported", "UnsupportedApiVersion", "BadArgument", "InvalidApiVersionParameter"],
            Phrases = ["operation does not work with the specified model"],
        },
        new(FailureKind.ServerError)
        {
            Codes = ["ServiceError"],
            Statuses = [0, 200, 400, 424, 500],
            IsBroad = true,
        },
    ];
}
