namespace CapacityRouting.Failures.Providers;

/// <summary>Together AI.</summary>
internal static class TogetherProvider
{
    /// <summary>Documented per second. The dynamic limits follow the usage of the last hour.</summary>
    public static HeaderDialect Headers { get; } = new(
        BySecond(CapacityDimension.RequestsPerMinute, "x-ratelimit-*"),
        BySecond(CapacityDimension.RequestsPerMinute, "x-ratelimit-*-dynamic"),
        BySecond(CapacityDimension.TokensPerMinute, "x-tokenlimit-*"),
        BySecond(CapacityDimension.TokensPerMinute, "x-tokenlimit-*-dynamic"));

    public static ProviderProfile Profile { get; } = new("Together")
    {
        Aliases = ["together_ai", "togetherai", "together.ai"],
        Hosts = ["api.together.xyz", "api.together.ai"],
        Headers = Headers,
    };

    private static LimitHeaders BySecond(CapacityDimension dimension, string names) => new(dimension, names) { Window = TimeSpan.FromSeconds(1) };

    /// <summary>Failure rules (docs.together.ai/docs/error-codes).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["credit_limit_exceeded"],
            Phrases = ["credit limit exceeded"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["tokens` + `max_new_tokens` must be"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["dedicated_endpoint_not_running"],
            Phrases = ["unable to access model", "unable to access non-serverless model"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["invalid private key", "api key doesn't match"],
        },
        new(FailureKind.RateLimited)
        {
            Codes =
            [
                "model_rate_limit", "dynamic_request_limited", "dynamic_token_limited", "credit_limit", "request_limited", "token_limited",
            ],
            Phrases = ["been rate limited", "rate limit specific to this model", "queries per minute", "dynamic rate limit"],
            IsBroad = true,
        },
    ];
}
