namespace CapacityRouting.Tests.Failures.Providers;

public sealed class ReplicateFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"detail":"Request was throttled: 6 requests per minute, one at a time, for accounts with less than $5 in credit. Come back in 5s.","status":429,"retry_after":5}""", FailureKind.RateLimited },
        { 402, """{"title":"Insufficient credit","detail":"You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to purchase credit.","status":402}""", FailureKind.QuotaExhausted },
        { 422, """{"title":"Invalid version or not permitted","detail":"The specified version does not exist (or perhaps you don't have permission to use it?)","status":422}""", FailureKind.ModelNotFound },
        { 0, "replicate.exceptions.ModelError: NSFW content detected. Try running it again, or try a different prompt.", FailureKind.ContentFiltered },
        { 401, """{"title":"Unauthenticated","detail":"You did not pass a valid authentication token","status":401}""", FailureKind.Authentication },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
