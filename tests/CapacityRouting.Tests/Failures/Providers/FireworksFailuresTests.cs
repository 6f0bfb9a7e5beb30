namespace CapacityRouting.Tests.Failures.Providers;

public sealed class FireworksFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 412, """{"error":{"object":"error","type":"PRECONDITION_FAILED","message":"Account foo is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices."}}""", FailureKind.QuotaExhausted },
        { 404, """{"error":{"object":"error","type":"invalid_request_error","code":"NOT_FOUND","message":"Model not found, inaccessible, and/or not deployed"}}""", FailureKind.ModelNotFound },
        { 400, """{"error":{"object":"error","type":"invalid_request_error","message":"The prompt is too long: 140000, model maximum context length: 131071"}}""", FailureKind.ContextLengthExceeded },
        { 429, """{"error":{"message":"rate limit exceeded, please try again later","code":"RATE_LIMIT_EXCEEDED","type":"error"}}""", FailureKind.RateLimited },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
