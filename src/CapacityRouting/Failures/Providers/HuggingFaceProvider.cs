namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for Hugging Face's router and endpoints.</summary>
internal static class HuggingFaceProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases =
            [
                "monthly included credits", "pre-paid credits", "exceeded your*credits", "subscribe to pro",
                "exceeded the*gpu quota", "exceeded your*gpu quota",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["length limit exceeded", "prefill*exceed"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["RepoNotFound", "EntryNotFound", "RevisionNotFound"],
            Phrases =
            [
                "not supported by any provider", "too large to be loaded automatically", "no inference provider", "repository not found",
                "not found for inference",
            ],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["GatedRepo"],
            Phrases =
            [
                "gated repo", "invalid username or password", "invalid user token", "valid user token is required",
                "sufficient permissions to call inference",
            ],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["model_busy"],
            Phrases = ["model too busy", "is currently loading", "estimated_time", "model*currently loading"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["max requests total reached"],
        },
    ];
}
