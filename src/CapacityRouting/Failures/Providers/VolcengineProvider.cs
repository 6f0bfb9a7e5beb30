namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for Volcengine Ark, which serves the Doubao models (volcengine.com/docs/82379/1299023).</summary>
internal static class VolcengineProvider
{
    public static FailureRule[] Failures { get; } =
    [
        // Paused until a person acts: the limit that a team has set itself, or an account in debt.
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["SetLimitExceeded", "AccountOverdue", "InferenceServiceExpired"],
            Phrases = ["reached the set inference limit", "service has been paused"],
            IsOwn = true,
        },
        new(FailureKind.ContentFiltered)
        {
            Codes =
            [
                "SensitiveContentDetected", "InputTextSensitiveContentDetected", "InputImageSensitiveContentDetected", "OutputTextSensitiveContentDetected",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["InvalidEndpointOrModel.NotFound", "ModelNotOpen", "InvalidEndpoint.ClosedEndpoint"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["ServerOverloaded", "ModelLoadingError"],
        },
        new(FailureKind.RateLimited)
        {
            Codes =
            [
                "RateLimitExceeded.EndpointRPMExceeded", "RateLimitExceeded.EndpointTPMExceeded", "ModelAccountRpmRateLimitExceeded", "ModelAccountTpmRateLimitExceeded",
                "AccountRateLimitExceeded", "RequestBurstTooFast",
            ],
            Scope = FailureScope.Minute,
        },
    ];
}
