namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for Zhipu (Z.ai). Its error messages are Chinese, its error codes are not.</summary>
internal static class ZhipuProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["1113", "1304", "1308", "1309", "1310"],

            // "Balance insufficient", "please top up".
            Phrases = ["余额不足", "请充值"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["1261"],
            Phrases = ["prompt exceeds max length"],
        },
        new(FailureKind.ContentFiltered)
        {
            Codes = ["1301"],
            Phrases = ["unsafe or sensitive", "sensitive content"],
        },
        new(FailureKind.ModelNotFound)
        {
            Codes = ["1211"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["1305", "1312"],
        },
        new(FailureKind.RateLimited)
        {
            Codes = ["1302", "1303"],
        },
    ];
}
