namespace CapacityRouting.Tests.Failures.Providers;

public sealed class CohereFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 400, """{"message":"too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292. Try using a shorter prompt"}""", FailureKind.ContextLengthExceeded },
        { 400, """{"message":"too many tokens: max tokens must be less than or equal to 4096, the maximum output for this model - received 8192."}""", FailureKind.InvalidRequest },
        { 401, """{"message":"invalid api token"}""", FailureKind.Authentication },
        { 402, """{"message":"Please add or update your payment method at https://dashboard.cohere.com/billing?tab=payment to continue"}""", FailureKind.QuotaExhausted },
        { 404, """{"message":"model 'command-z' not found, make sure the correct model ID was used and that you have access to the model."}""", FailureKind.ModelNotFound },
        { 429, """{"message":"trial token rate limit exceeded, limit is 100000 tokens per minute"}""", FailureKind.RateLimited },
        { 499, """{"message":"request cancelled"}""", FailureKind.Network },
        { 500, """{"message":"internal server error, this has been reported to our developers. id 1234"}""", FailureKind.ServerError },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
