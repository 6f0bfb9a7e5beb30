namespace QuickStart.Providers;

/// <summary>What a provider enforces. A dimension that is null is not limited.</summary>
internal sealed record ProviderLimits
{
    public long? RequestsPerMinute { get; init; }

    /// <summary>Input and output together, as OpenAI counts.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Input alone, as Anthropic counts.</summary>
    public long? InputTokensPerMinute { get; init; }

    /// <summary>Output alone, as Anthropic counts.</summary>
    public long? OutputTokensPerMinute { get; init; }

    public int? MaxConcurrentRequests { get; init; }
}
