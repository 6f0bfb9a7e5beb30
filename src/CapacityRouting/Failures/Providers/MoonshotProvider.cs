namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for Moonshot (Kimi) and MiniMax.</summary>
internal static class MoonshotProvider
{
    public static FailureRule[] Failures { get; } =
    [
        // Kimi's plans, beside a 403 and "permission_error".
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["usage limit for this billing cycle"],
            IsOwn = true,
        },
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["exceeded_current_quota_error", "insufficient_balance", "insufficient_balance_error"],
            Phrases = ["due to insufficient balance", "recharge your account"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["exceeded model token limit", "context window exceeds limit"],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["new_sensitive", "input_new_sensitive", "output_new_sensitive"],
            Phrases = ["considered high risk"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["resource_not_found_error"],
            Phrases = ["not found the model"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["invalid_authentication_error", "incorrect_api_key_error", "permission_denied_error"],
            Phrases = ["invalid authentication"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["engine_overloaded_error"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["rate_limit_reached_error"],
            Phrases = ["max organization concurrency", "max rpm", "max tpm"],
            IsBroad = true,
        },
    ];
}
