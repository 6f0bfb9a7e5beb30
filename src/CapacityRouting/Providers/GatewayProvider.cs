namespace CapacityRouting.Providers;

/// <summary>Proxies in between: LiteLLM, API Management, Portkey, Cloudflare, Envoy, nginx.</summary>
internal static class GatewayProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Codes = ["BudgetExceededError", "budget_exceeded", "ExceededBudget", "QuotaExceeded"],
            Phrases =
            [
                "budget has been exceeded", "crossed budget", "exceeded budget", "exceededbudget", "budget exceeded", "over budget",
                "budget exhausted", "out of call volume quota", "out of bandwidth quota", "quota will be replenished", "max budget",
            ],
        },
        // LiteLLM has read the provider's message already.
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["ContextWindowExceededError"],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["ContentPolicyViolationError", "hook_failed", "hooks_failed"],
            Phrases =
            [
                "guardrail checks failed", "guardrail raised an exception", "blocked by*guardrail", "prompt blocked",
                "request blocked due to*polic",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases =
            [
                "invalid model name passed", "no such model", "model_group*not found", "no fallback model group",
                "this key can only access models", "model*not allowed to access", "team not allowed to access model",
            ],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["key_model_access_denied", "team_model_access_denied", "expired_key", "token_not_found_in_db", "auth_error"],
            Phrases =
            [
                "attention required! | cloudflare", "just a moment...", "you have been blocked", "sorry, you have been blocked",
                "error 1020", "error code: 1020", "invalid proxy server token", "expired key", "no api key passed in", "subscription key",
            ],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["no_healthy_upstream"],
            Phrases =
            [
                "no healthy upstream", "no healthy deployment", "upstream overflow", "overload manager", "reset reason: overflow",
                "site is overloaded", "resource limits", "temporarily over its limit",
            ],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["RouterRateLimitError", "RouterRateLimitErrorBasic", "RateLimitErrorBasic"],
            Phrases =
            [
                "no deployments available", "crossed tpm", "crossed rpm", "being rate limited", "error 1015", "error code: 1015",
                "max parallel request limit reached", "limit type:", "local_rate_limited", "rate limit is exceeded. try again in",
            ],
        },
        new(FailureKind.Timeout)
        {
            Phrases =
            [
                "upstream request timeout", "stream timeout", "a timeout occurred", "504 gateway", "gateway time-out", "gateway timeout",
                "522: connection timed out", "error code 524", "error code 522", "error code 504", "backend fetch failed*timeout",
            ],
        },
        new(FailureKind.Network)
        {
            Phrases =
            [
                "upstream connect error", "connection termination", "web server is down", "origin is unreachable", "error code 521",
                "error code 523", "ssl handshake failed", "origin dns error", "upstream prematurely closed",
            ],
            Statuses = [0, 200],
        },
        new(FailureKind.ServerError)
        {
            Phrases =
            [
                "bad gateway", "invalid response from an upstream", "unknown error*origin", "web server is returning an unknown error",
            ],
            Statuses = [0, 200, 400],
            IsBroad = true,
        },
    ];
}
