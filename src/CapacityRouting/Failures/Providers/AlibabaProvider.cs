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
        new(FailureKind.RateLimited)
        {
            Codes =
            [
                "Throttling.RateQuota", "Throttling.AllocationQuota", "Throttling.BurstRate", "LimitRequests", "limit_requests",
                "limit_burst_rate",
            ],
            Phrases = ["request rate increased too quickly"],
            IsBroad = true,
        },
    ];
}
