namespace CapacityRouting.Failures.Providers;

/// <summary>DeepSeek documents neither headers nor how it charges: assumed throughout. Headers that come are read.</summary>
internal static class DeepSeekProvider
{
    public static ProviderProfile Profile { get; } = new("DeepSeek")
    {
        Aliases = ["deep_seek"],
        Hosts = ["api.deepseek.com"],
        Headers = GenericProvider.Headers,
        // Only with "prefix": true on the message and at the beta address (api-docs.deepseek.com, "Chat Prefix Completion").
        SupportsAssistantPrefill = false,
        // The thinking mode, api-docs.deepseek.com/guides/thinking_mode: an empty text is accepted.
        ToolTurns = ToolTurnRule.ReasoningContent,
    };

    /// <summary>Failure rules (api-docs.deepseek.com/quick_start/error_codes).</summary>
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
        new(FailureKind.Authentication)
        {
            Phrases = ["authentication fails"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["rate limit reached"],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["invalid max_tokens value", "valid range of max_tokens"],
        },
    ];
}
