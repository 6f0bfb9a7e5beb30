namespace CapacityRouting.Failures.Providers;

/// <summary>Proxies in between: LiteLLM, API Management, Portkey, Cloudflare, Envoy, nginx.</summary>
internal static class GatewayProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Codes = ["BudgetExceededError", "budget_exceeded", "key_budget_exceeded", "insufficient_user_quota"],
            Phrases =
            [
                "budget has been exceeded", "crossed budget", "exceeded budget", "exceededbudget", "budget exceeded", "over budget",
                "budget exhausted", "out of call volume quota", "out of bandwidth quota", "quota will be replenished", "token quota is exceeded",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["ContextWindowExceededError"],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["ContentPolicyViolationError", "hooks_failed"],
            Phrases = ["guardrail checks failed", "guardrail raised an exception", "blocked by*guardrail"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases =
            [
                "invalid model name passed", "no fallback model group", "this key can only access models", "model*not allowed to access",
                "not allowed to access model", "is not allowed for this virtual key",
            ],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["key_model_access_denied", "team_model_access_denied", "expired_key", "token_not_found_in_db"],
            Phrases = ["invalid proxy server token", "no api key passed in"],
        },
        // A firewall's page. It refuses one prompt, or all calls for a while, and knows no keys.
        new(FailureKind.ServerError)
        {
            Phrases = ["attention required! | cloudflare", "just a moment...", "you have been blocked", "error 1020", "error code: 1020", "blocked by a security policy"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["no_healthy_upstream"],
            Phrases =
            [
                "no healthy upstream", "no healthy deployment", "capacity temporarily exceeded", "upstream overflow", "reset reason: overflow", "overload manager",
                "site is overloaded", "exceeded resource limits",
            ],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["RouterRateLimitError", "RouterRateLimitErrorBasic"],
            Phrases =
            [
                "no deployments available", "crossed tpm", "crossed rpm", "being rate limited", "error 1015", "error code: 1015",
                "max parallel request limit reached", "local_rate_limited",
            ],
        },
        // API Management: its rate-limit policies count over five minutes at most.
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Phrases = ["rate limit is exceeded. try again in"],
        },
        new(FailureKind.Timeout)
        {
            Phrases =
            [
                "upstream request timeout", "stream timeout", "a timeout occurred", "gateway time-out", "gateway timeout",
                "522: connection timed out", "error code 524", "error code 522",
            ],
        },
        new(FailureKind.Network)
        {
            Phrases =
            [
                "upstream connect error", "connection termination", "web server is down", "origin is unreachable", "error code 521",
                "error code 523", "origin dns error", "upstream prematurely closed",
            ],
            Statuses = [0, 200],
        },
        new(FailureKind.ServerError)
        {
            Phrases = ["bad gateway", "invalid response from an upstream", "web server is returning an unknown error"],
            Statuses = [0, 200, 400],
            IsBroad = true,
        },
    ];
}
