namespace CapacityRouting.Tests.Failures.Providers;

public sealed class OpenRouterFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 402, """{"error":{"message":"Insufficient credits. Add more using https://openrouter.ai/settings/credits","code":402}}""", FailureKind.QuotaExhausted },
        { 429, """{"error":{"message":"Limit exceeded: free-models-per-min.","code":429,"metadata":{"headers":{"X-RateLimit-Limit":"20","X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1741305600000"}}}}""", FailureKind.RateLimited },
        { 404, """{"error":{"message":"No endpoints found for foo/bar:free.","code":404}}""", FailureKind.ModelNotFound },
        { 403, """{"error":{"message":"openai/gpt-4o requires moderation on OpenAI. Your input was flagged for \"violence\"","code":403,"metadata":{"reasons":["violence"],"flagged_input":"..."}}}""", FailureKind.ContentFiltered },
        { 401, """{"error":{"message":"No auth credentials found","code":401}}""", FailureKind.Authentication },
        { 401, """{"error":{"message":"User not found.","code":401}}""", FailureKind.Authentication },
        { 200, """{"error":{"code":502,"message":"Upstream error from Chutes: Internal server error"},"user_id":"u"}""", FailureKind.ServerError },
        { 400, """This endpoint's maximum context length is 131072 tokens. However, you requested about 150000 tokens (149000 of text input, 1000 in the output). Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.""", FailureKind.ContextLengthExceeded },
        { 400, """{"error":{"message":"foo is not a valid model ID","code":400}}""", FailureKind.ModelNotFound },
        { 403, """{"error":{"message":"Key limit exceeded (daily limit). Manage it using https://openrouter.ai/settings/keys","code":403}}""", FailureKind.QuotaExhausted },
        { 408, """{"error":{"message":"Request timed out","code":408}}""", FailureKind.Timeout },
        { 503, """{"error":{"message":"No instances available for the requested model","code":503}}""", FailureKind.Overloaded },
        { 502, """{"error":{"message":"Provider returned error","code":502,"metadata":{"raw":"upstream connect error","provider_name":"X"}}}""", FailureKind.ServerError },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
