namespace CapacityRouting.Failures.Providers;

/// <summary>Cohere.</summary>
internal static class CohereProvider
{
    /// <summary>Trial keys only: the remaining calls in an endpoint's minute. The month's remaining calls match no dimension here.</summary>
    public static HeaderDialect Headers { get; } = new(
        new LimitHeaders(CapacityDimension.RequestsPerMinute, "x-trial-endpoint-call-*"));

    public static ProviderProfile Profile { get; } = new("Cohere")
    {
        Hosts = ["api.cohere.com", "api.cohere.ai"],
        Headers = Headers,
        // Limits count calls, not tokens.
        ReservesMaxOutputTokens = false,
        // Measured with a trial key.
        Limiter = LimiterKind.SlidingWindow,
        RequestBurst = TimeSpan.FromMinutes(1),
        TokenBurst = TimeSpan.FromMinutes(1),
        // The v2 API accepts it and begins a new answer after it (measured by third parties).
        SupportsAssistantPrefill = false,
    };

    /// <summary>Failure rules (docs.cohere.com/reference/errors).</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["maximum billed charge", "past the per month request limit", "update your payment method"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "too many tokens: total", "too many tokens: the total", "too many tokens: size limit",
                "total number of tokens in the prompt",
            ],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["blocked_input", "blocked_output"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["invalid_api_token"],
            Phrases = ["invalid api token", "no api key supplied"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["trial key*limited to", "past the per minute request limit", "trial token rate limit"],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["max tokens must be less than", "must be at least 1 token long", "is not supported by the generate api"],
        },
    ];
}
