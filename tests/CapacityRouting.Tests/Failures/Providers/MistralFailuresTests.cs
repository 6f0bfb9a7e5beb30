namespace CapacityRouting.Tests.Failures.Providers;

public sealed class MistralFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","param":null,"code":"3505"}""", FailureKind.Overloaded },
        { 429, """{"message":"Requests rate limit exceeded"}""", FailureKind.RateLimited },
        { 401, """{"detail":"Unauthorized"}""", FailureKind.Authentication },
        { 400, """{"object":"error","message":"Invalid model: mistral-huge","type":"invalid_model","param":null,"code":"1500"}""", FailureKind.ModelNotFound },
        { 400, """{"object":"error","message":"Prompt contains 140000 tokens and 0 draft tokens, too large for model with 131072 maximum context length","type":"invalid_request_error","code":"3051"}""", FailureKind.ContextLengthExceeded },
        { 422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","foo"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}""", FailureKind.InvalidRequest },
        { 500, """{"object":"error","message":"Service unavailable.","type":"internal_server_error","code":"1000"}""", FailureKind.Overloaded },
        { 503, """{"object":"error","message":"upstream connect error or disconnect/reset before headers. reset reason: overflow"}""", FailureKind.Overloaded },
        { 400, """{"object":"error","message":"Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant","type":"invalid_request_message_order","code":"3230"}""", FailureKind.InvalidRequest },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
