namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for Perplexity.</summary>
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
