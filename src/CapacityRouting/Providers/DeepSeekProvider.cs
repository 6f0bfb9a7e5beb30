namespace CapacityRouting.Providers;

/// <summary>DeepSeek. It documents no headers, nor how it charges: assumed throughout. Headers that come all the same are read.</summary>
internal static class DeepSeekProvider
{
    public static ProviderProfile Profile { get; } = new("DeepSeek")
    {
        Aliases = ["deep_seek"],
        Hosts = ["api.deepseek.com"],
        Headers = GenericProvider.Headers,
    };

    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["insufficient balance"],
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases = ["content exists risk"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["model not exist"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["authentication fails"],
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["server overloaded", "server is busy", "service is too busy"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["rate limit reached"],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["invalid max_tokens value", "valid range of max_tokens", "reasoning_content"],
        },
    ];
}
