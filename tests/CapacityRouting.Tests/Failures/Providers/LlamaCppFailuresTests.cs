namespace CapacityRouting.Tests.Failures.Providers;

public sealed class LlamaCppFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 400, """{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}""", FailureKind.ContextLengthExceeded },
        { 503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", FailureKind.Overloaded },
        { 400, """{"error":{"message":"The prompt has 9500 tokens, but the configured context size is 8192 tokens."}}""", FailureKind.ContextLengthExceeded },
        { 500, """{"error":{"code":500,"message":"input is too large to process. increase the physical batch size","type":"server_error"}}""", FailureKind.ContextLengthExceeded },
        { 400, """{"error":"Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens"}""", FailureKind.ContextLengthExceeded },
        { 401, """{"error":{"code":401,"message":"Invalid API Key","type":"authentication_error"}}""", FailureKind.Authentication },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
