namespace CapacityRouting.Tests.Failures.Providers;

public sealed class DeepSeekFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 402, """{"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}""", FailureKind.QuotaExhausted },
        { 401, """{"error":{"message":"Authentication Fails, Your api key: ****abcd is invalid","type":"authentication_error","param":null,"code":"invalid_request_error"}}""", FailureKind.Authentication },
        { 400, """{"error":{"message":"Model Not Exist","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", FailureKind.ModelNotFound },
        { 400, """{"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", FailureKind.ContentFiltered },
        { 400, """{"error":{"message":"Invalid max_tokens value, the valid range of max_tokens is [1, 8192]","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", FailureKind.InvalidRequest },
        { 503, "Service is too busy. We advise users to temporarily switch to alternative LLM API service providers.", FailureKind.Overloaded },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
