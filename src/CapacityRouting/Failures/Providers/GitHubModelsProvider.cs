namespace CapacityRouting.Failures.Providers;

/// <summary>
/// GitHub Models. Its headers are those of the deployment behind it: 20,000 requests a minute, while GitHub Models enforces five at once. Such
/// headers would fill a bucket that is nearly empty, so they are not read at all.
/// </summary>
internal static class GitHubModelsProvider
{
    public static ProviderProfile Profile { get; } = new("GitHubModels")
    {
        Aliases = ["github", "github_models", "github-models"],
        Hosts = ["models.github.ai", "models.inference.ai.azure.com"],
        // Windows of a minute and a day. One report describes the day as rolling. No source was found on what is charged: assumed.
        Limiter = LimiterKind.FixedWindow,
        RequestBurst = TimeSpan.FromMinutes(1),
        TokenBurst = TimeSpan.FromMinutes(1),
    };

    /// <summary>Failure rules.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Day,
            Codes = ["UserByModelByDay", "UserByDay", "UserByModelByMonth"],
        },
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["premium_quota_exceeded", "billing_not_configured"],
            Phrases = ["premium request allowance", "have no quota", "exceeded your*allowance", "exceeded your copilot"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["tokens_limit_reached", "model_max_prompt_tokens_exceeded"],
            Phrases = ["request body too large", "max size:*tokens", "prompt token count*exceeds the limit"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["unknown_model", "model_not_supported"],
            Phrases = ["requested model is not supported", "requested model is not available"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["no_access", "bad_credentials"],
            Phrases =
            [
                "bad credentials", "no access to model", "models permission is required", "not authorized to use this copilot",
                "scope is required",
            ],
        },
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Codes = ["UserByMinute", "UserByModelByMinute", "UserBySecond"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["UserConcurrentRequests", "user_global_rate_limited", "user_model_rate_limited", "agent_mode_limit_exceeded"],
        },
    ];
}
