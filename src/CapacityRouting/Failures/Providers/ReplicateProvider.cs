namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for Replicate.</summary>
internal static class ReplicateProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["monthly spend limit"],
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases = ["nsfw content detected", "flagged as sensitive"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["invalid version or not permitted"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["incorrect authentication token", "did not pass an authentication token"],
        },
        new(FailureKind.RateLimited)
        {
            Phrases = ["your rate limit for creating predictions"],
        },
        new(FailureKind.ServerError)
        {
            Phrases = ["prediction failed", "director: unexpected error", "prediction interrupted"],
            Statuses = [0, 200, 500],
        },
    ];
}
