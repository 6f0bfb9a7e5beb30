namespace CapacityRouting.Providers;

/// <summary>NVIDIA NIM: what its errors say.</summary>
internal static class NvidiaProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["credits exhausted", "cloud credits expired", "cloud credits", "credits remaining"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["function*not found for account", "not found for account", "specified function in account"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["authentication failed", "authorization failed"],
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["worker local total request limit", "resource_exhausted: worker", "worker*limit reached", "degraded function"],
        },
    ];
}
