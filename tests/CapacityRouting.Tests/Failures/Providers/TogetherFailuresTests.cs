namespace CapacityRouting.Tests.Failures.Providers;

public sealed class TogetherFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, "{'error': {'message': 'You have been rate limited: 60 queries per minute. The billing page has plans with more.', 'type': 'credit_limit', 'param': None, 'code': None}}", FailureKind.RateLimited },
        { 402, """{"error":{"message":"Credit limit exceeded, please navigate to https://api.together.xyz/settings/billing to add credit","type":"credit_limit","code":null}}""", FailureKind.QuotaExhausted },
        { 400, """{"error":{"message":"Unable to access non-serverless model foo. Please visit https://api.together.ai/models/foo to create and start a new dedicated endpoint for the model.","type":"invalid_request_error","code":"model_not_available"}}""", FailureKind.ModelNotFound },
        { 422, """{"error":{"message":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 8000 `inputs` tokens and 1000 `max_new_tokens`","type":"invalid_request_error"}}""", FailureKind.ContextLengthExceeded },
        { 503, """{"error":{"message":"The server is overloaded or not ready yet.","type":"service_unavailable"}}""", FailureKind.Overloaded },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
