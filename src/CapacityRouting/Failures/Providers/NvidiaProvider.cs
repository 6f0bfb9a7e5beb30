namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for NVIDIA NIM.</summary>
internal static class NvidiaProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["credits exhausted", "cloud credits expired", "cloud credits"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["function*not found for account"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["authorization failed"],
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["worker local total request limit", "worker*limit reached", "degraded function"],
        },
    ];
}
