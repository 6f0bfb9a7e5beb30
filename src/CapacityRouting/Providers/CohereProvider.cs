namespace CapacityRouting.Providers;

/// <summary>Cohere.</summary>
internal static class CohereProvider
{
    /// <summary>Of trial keys only: the calls left of an endpoint's minute. Those of the month are no dimension here.</summary>
    public static HeaderDialect Headers { get; } = new(
        new LimitHeaders(CapacityDimension.RequestsPerMinute, "x-trial-endpoint-call-*"));

    public static ProviderProfile Profile { get; } = new("Cohere")
    {
        Hosts = ["api.cohere.com", "api.cohere.ai"],
        Headers = Headers,
        // Calls are limited, not tokens.
        ReservesMaxOutputTokens = false,
        // Measured on a trial key.
        Limiter = LimiterKind.SlidingWindow,
    };

    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases =
            [
                "no credit card", "total limit of 1000", "past the monthly", "monthly request limit",
                "have reached the limit of your trial", "maximum billed charge", "billing*max limit",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "too many tokens: total", "too many tokens: the total", "too many tokens: size limit", "too many tokens: the maximum",
                "total number of tokens in the prompt", "maximum of*tokens*input",
            ],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["blocked_input", "blocked_output"],
            Phrases = ["blocked input", "blocked output"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["invalid_api_token"],
            Phrases = ["invalid api token", "no api key supplied", "api key is deactivated"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["trial key*limited to", "past the per minute request limit", "trial token rate limit", "wait and try again later"],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["max tokens must be less than", "must be at least 1 token long", "is not supported by the generate api"],
        },
    ];
}
