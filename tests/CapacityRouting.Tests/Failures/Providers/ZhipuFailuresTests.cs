namespace CapacityRouting.Tests.Failures.Providers;

public sealed class ZhipuFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, "{\"error\":{\"code\":\"1302\",\"message\":\"\u60a8\u7684\u8d26\u6237\u5df2\u8fbe\u5230\u901f\u7387\u9650\u5236\"}}", FailureKind.RateLimited },
        { 429, "{\"error\":{\"code\":\"1113\",\"message\":\"\u4f59\u989d\u4e0d\u8db3\u6216\u65e0\u53ef\u7528\u8d44\u6e90\u5305,\u8bf7\u5145\u503c\u3002\"}}", FailureKind.QuotaExhausted },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
