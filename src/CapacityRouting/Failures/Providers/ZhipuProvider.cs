using CapacityRouting.Time;

namespace CapacityRouting.Failures.Providers;

/// <summary>Zhipu (Z.ai). Its error messages are in Chinese or English, and its error codes are numbers.</summary>
internal static class ZhipuProvider
{
    public static ProviderProfile Profile { get; } = new("Zhipu")
    {
        Aliases = ["z.ai", "zai", "bigmodel"],
        Hosts = ["api.z.ai", "open.bigmodel.cn"],
        Headers = GenericProvider.Headers,
        // The stamps of its refusals were seen in it (github.com/can1357/oh-my-pi/issues/11014).
        TimeZone = TimeZones.Beijing,
    };

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
            Codes = ["1211", "1311"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["1315"],
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
