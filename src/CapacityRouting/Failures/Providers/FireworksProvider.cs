namespace CapacityRouting.Failures.Providers;

/// <summary>Fireworks AI.</summary>
internal static class FireworksProvider
{
    /// <summary>Input has two limits at once: as sent, and without its cached part. There are no resets, and the limits follow usage.</summary>
    public static HeaderDialect Headers { get; } = new(
        new(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-requests"),
        new(CapacityDimension.InputTokensPerMinute, "x-ratelimit-*-tokens-prompt"),
        new(CapacityDimension.InputTokensPerMinute, "x-ratelimit-*-tokens-cache-adjusted-prompt"),
        new(CapacityDimension.OutputTokensPerMinute, "x-ratelimit-*-tokens-generated"));

    public static ProviderProfile Profile { get; } = new("Fireworks")
    {
        Aliases = ["fireworks_ai", "fireworksai", "fireworks.ai"],
        Hosts = ["api.fireworks.ai"],
        Headers = Headers,
    };

    /// <summary>Failure rules (docs.fireworks.ai/guides/inference-error-codes).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases =
            [
                "reaching the monthly spending limit", "failure to pay past invoices", "account*is suspended", "exceeded its quota of",
                "valid payment method",
            ],
        },
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["PRECONDITION_FAILED"],
            Statuses = [412],
            IsBroad = true,
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["prompt is too long:*but the model maximum context length is", "input length*exceeds the maximum"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["model not found, inaccessible", "not deployed"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["DEPLOYMENT_SCALING_UP"],
            Phrases = ["deployment*scaling", "scaled to zero", "deployment overloaded", "deployment is currently*scal"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["serverless rate limit"],
        },
        new(FailureKind.Timeout)
        {
            Phrases = ["request didn't generate first token"],
        },
    ];
}
