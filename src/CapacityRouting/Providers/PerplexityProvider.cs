namespace CapacityRouting.Providers;

/// <summary>Perplexity: what its errors say.</summary>
internal static class PerplexityProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["insufficient_credits", "quota_exceeded"],
            Phrases = ["exhausted your*credits"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["invalid_model"],
            Phrases = ["permitted models can be found", "invalid model"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["authorization required"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["request_rate_limit_exceeded", "rate_limit"],
            IsBroad = true,
        },
    ];
}
