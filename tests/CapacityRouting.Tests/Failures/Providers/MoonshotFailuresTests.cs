namespace CapacityRouting.Tests.Failures.Providers;

public sealed class MoonshotFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"error":{"message":"Your account org-x request reached max organization concurrency: 1, please try again after 1 seconds","type":"rate_limit_reached_error"}}""", FailureKind.RateLimited },
        { 429, """{"error":{"message":"Your account org-x request reached TPD rate limit, current: 1506556, limit: 1500000","type":"rate_limit_reached_error"}}""", FailureKind.QuotaExhausted },
        { 429, """{"error":{"type":"exceeded_current_quota_error","message":"Your account is suspended due to insufficient balance, please recharge your account"}}""", FailureKind.QuotaExhausted },
        { 400, """{"error":{"message":"The request was rejected because it was considered high risk","type":"content_filter"}}""", FailureKind.ContentFiltered },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
