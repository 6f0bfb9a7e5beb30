namespace CapacityRouting.Failures.Providers;

/// <summary>
/// Failure rules for Tencent Hunyuan (cloud.tencent.com/document/product/1729/101843), iFlytek Spark (xfyun.cn/doc/spark/general_url_authentication.html), Baidu Qianfan
/// (cloud.baidu.com/doc/WENXINWORKSHOP/s/tlmyncueh), MiniMax (platform.minimaxi.com) and New API, whose errors often come with a status of 200.
/// </summary>
internal static class ChineseCloudsProvider
{
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["FailedOperation.FreeResourcePackExhausted", "FailedOperation.ResourcePackExhausted", "FailedOperation.ServiceNotActivated", "FailedOperation.ServiceStop", "ResourceUnavailable.InArrears"],

            // "In arrears", "the plan's limit of use is reached", "quota insufficient", "the free package is used up".
            Phrases = ["\u8d26\u53f7\u5df2\u6b20\u8d39", "\u7528\u91cf\u4e0a\u9650", "\u989d\u5ea6\u4e0d\u8db3", "\u5269\u4f59\u989d\u5ea6", "\u514d\u8d39\u8d44\u6e90\u5305\u4f59\u91cf\u5df2\u7528\u5c3d", "open api daily request limit reached", "open api total request limit reached"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            // Baidu.
            Codes = ["336103", "336104"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["unsupported openapi method"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["appidnoautherror"],
        },
        new(FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
            Codes =
            [
                "FailedOperation.EngineServerLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded", "LimitExceeded",
            ],
            Phrases = ["appidqpsoverflowerror", "open api qps request limit reached", "status_msg\": \"token limit", "status_msg\":\"token limit"],
        },
    ];
}
