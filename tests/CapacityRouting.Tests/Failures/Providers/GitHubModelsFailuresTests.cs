namespace CapacityRouting.Tests.Failures.Providers;

public sealed class GitHubModelsFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"error":{"code":"RateLimitReached","message":"Limit of 10 per 60s exceeded for UserByModelByMinute. Wait 41 seconds."}}""", FailureKind.RateLimited },
        { 413, """{"error":{"code":"tokens_limit_reached","message":"Request body too large for gpt-4o-mini model. Max size: 8000 tokens."}}""", FailureKind.ContextLengthExceeded },
        { 400, """{"error":{"code":"unknown_model","message":"Unknown model: gpt-77"}}""", FailureKind.ModelNotFound },
        { 401, """{"error":{"code":"unauthorized","message":"Bad credentials"}}""", FailureKind.Authentication },
        { 403, """{"error":{"code":"no_access","message":"No access to model: o1"}}""", FailureKind.Authentication },
        { 402, """{"error":{"message":"You have exceeded your premium request allowance"}}""", FailureKind.QuotaExhausted },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
