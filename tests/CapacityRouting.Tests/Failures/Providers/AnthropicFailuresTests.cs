namespace CapacityRouting.Tests.Failures.Providers;

public sealed class AnthropicFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"type":"error","error":{"type":"rate_limit_error","message":"Traffic is above your organization's maximum usage increase rate for input tokens per minute."}}""", FailureKind.RateLimited },
        { 429, """{"type":"error","error":{"type":"rate_limit_error","message":"Number of concurrent connections has exceeded your rate limit. Please try again later or contact sales"}}""", FailureKind.RateLimited },
        { 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}""", FailureKind.QuotaExhausted },
        { 401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", FailureKind.Authentication },
        { 403, """{"type":"error","error":{"type":"forbidden","message":"Request not allowed"}}""", FailureKind.Authentication },
        { 404, """{"type":"error","error":{"type":"not_found_error","message":"model: claude-9-opus"}}""", FailureKind.ModelNotFound },
        { 413, """{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""", FailureKind.ContextLengthExceeded },
        { 400, """{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4"}}""", FailureKind.InvalidRequest },
        { 400, """{"type":"error","error":{"type":"invalid_request_error","message":"messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"user\" roles in a row"}}""", FailureKind.InvalidRequest },
        { 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}""", FailureKind.ContentFiltered },
        { 200, "event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null,\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", FailureKind.Overloaded },
        { 200, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Internal server error\"}}", FailureKind.ServerError },
        { 400, "This organization has been disabled.", FailureKind.Authentication },
        { 400, "prompt: length: 1..3000000, got 4031111", FailureKind.ContextLengthExceeded },
        { 504, """{"type":"error","error":{"type":"timeout_error","message":"Request timed out"}}""", FailureKind.Timeout },
        { 0, "Streaming is required for operations that may take longer than 10 minutes.", FailureKind.InvalidRequest },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
