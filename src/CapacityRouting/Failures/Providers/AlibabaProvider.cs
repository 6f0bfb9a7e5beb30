namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for Alibaba Model Studio (DashScope).</summary>
internal static class AlibabaProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes =
            [
                "Arrearage", "AccountOverdueError", "PrepaidBillOverdue", "PostpaidBillOverdue", "CommodityNotPurchased",
                "AllocationQuota.FreeTierOnly",
            ],
            Phrases = ["account*in good standing", "free tier of the model has been exhausted"],
        },
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Phrases = ["free allocated quota exceeded"],
            IsOwn = true,
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["range of input length should be"],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["DataInspectionFailed", "data_inspection_failed"],
            Phrases = ["inappropriate content"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["ModelNotExist", "Model.AccessDenied"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["InvalidApiKey", "APIKeyInvalid"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["ModelServiceUnavailable", "ModelServingError"],
            Phrases = ["too many requests in route"],
        },
        // A minute's throttle, in OpenAI's words for a spent quota: the code or the link beside them is the provider's own.
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Codes = ["Throttling.RateQuota", "Throttling.AllocationQuota", "Throttling.BurstRate", "Throttling.User"],
            Phrases = ["error-code#token-limit", "error-code#rate-limit"],
            IsOwn = true,
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["LimitRequests", "limit_requests", "limit_burst_rate"],
            Phrases = ["request rate increased too quickly"],
            IsBroad = true,
        },
    ];
}
