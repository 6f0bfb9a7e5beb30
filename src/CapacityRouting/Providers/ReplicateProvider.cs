namespace CapacityRouting.Providers;

/// <summary>Replicate: what its errors say.</summary>
internal static class ReplicateProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["insufficient credit", "free time limit reached", "monthly spend limit"],
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases = ["nsfw content detected", "flagged as sensitive", "e005"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["invalid version or not permitted", "version does not exist"],
        },
        new(FailureKind.Authentication)
        {
            Phrases =
            [
                "incorrect authentication token", "did not pass an authentication token", "valid authentication token", "unauthenticated",
            ],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["request was throttled", "your rate limit for creating predictions"],
        },
        new(FailureKind.ServerError)
        {
            Phrases = ["prediction failed", "director: unexpected error", "prediction interrupted", "cuda out of memory"],
            Statuses = [0, 200, 500],
        },
    ];
}
