namespace CapacityRouting.Providers;

/// <summary>Alibaba, Moonshot, Zhipu and MiniMax: what their errors say.</summary>
internal static class AsianProviders
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes =
            [
                "Arrearage", "AccountOverdueError", "exceeded_current_quota_error", "AllocationQuota.FreeTierOnly", "insufficient_balance",
                "insufficient_balance_error", "PrepaidBillOverdue", "PostpaidBillOverdue", "CommodityNotPurchased", "1113", "1304", "1308",
                "1309", "1310",
            ],
            Phrases =
            [
                "account*in good standing", "recharge", "suspended due to insufficient balance",
                "free tier of the model has been exhausted", "free quota", "balance is insufficient", "balance not enough",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["1261"],
            Phrases =
            [
                "range of input length should be", "exceeded model token limit", "prompt exceeds max length",
                "context window exceeds limit", "total tokens*exceed",
            ],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes =
            [
                "DataInspectionFailed", "data_inspection_failed", "InputRiskError", "1301", "SensitiveContentDetected", "new_sensitive",
                "input_new_sensitive", "output_new_sensitive",
            ],
            Phrases = ["inappropriate content", "considered high risk", "sensitive content", "sensitive words", "unsafe or sensitive"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["ModelNotExist", "Model.AccessDenied", "1211", "resource_not_found_error"],
            Phrases = ["model not exist", "not found the model"],
        },
        new(FailureKind.Authentication)
        {
            Codes =
            [
                "InvalidApiKey", "APIKeyInvalid", "invalid_authentication_error", "incorrect_api_key_error", "permission_denied_error",
                "1000", "1001", "1002", "1003", "1004",
            ],
            Phrases = ["invalid authentication"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["engine_overloaded_error", "ServerOverloaded", "ModelServiceUnavailable", "1305", "1312"],
            Phrases = ["too many users", "model*high traffic", "service is currently*busy"],
        },
        new(FailureKind.RateLimited)
        {
            Codes =
            [
                "Throttling.RateQuota", "Throttling.AllocationQuota", "Throttling.BurstRate", "LimitRequests", "limit_requests",
                "limit_burst_rate", "rate_limit_reached_error", "1302", "1303", "FlowLimitExceeded", "AccountRateLimitExceeded",
            ],
            Phrases =
            [
                "max organization concurrency", "max rpm", "max tpm", "request rate increased too quickly", "concurrency is too high",
            ],
            IsBroad = true,
        },
    ];
}
