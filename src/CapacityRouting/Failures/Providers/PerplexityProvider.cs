namespace CapacityRouting.Failures.Providers;

/// <summary>Perplexity: what its errors say.</summary>
internal static class PerplexityProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["permitted models can be found"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["request_rate_limit_exceeded"],
            IsBroad = true,
        },
    ];
}
