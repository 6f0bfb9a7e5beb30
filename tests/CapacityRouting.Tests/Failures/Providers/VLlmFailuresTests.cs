namespace CapacityRouting.Tests.Failures.Providers;

public sealed class VLlmFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 400, """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4500 in the messages, 500 in the completion). Reduce the length of the messages, or ask for less.","type":"BadRequestError","param":null,"code":400}""", FailureKind.ContextLengthExceeded },
        { 400, """{"object":"error","message":"The decoder prompt (length 9000) is longer than the maximum model length of 8192. Make sure that `max_model_len` is no smaller than the number of text tokens.","type":"BadRequestError","code":400}""", FailureKind.ContextLengthExceeded },
        { 404, """{"object":"error","message":"The model `foo` does not exist.","type":"NotFoundError","param":null,"code":404}""", FailureKind.ModelNotFound },
        { 400, """{"object":"error","message":"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set","type":"BadRequestError","param":null,"code":400}""", FailureKind.InvalidRequest },
        { 500, """{"object":"error","message":"EngineCore encountered an issue. See stack trace (above) for the root cause.","type":"InternalServerError","code":500}""", FailureKind.ServerError },
        { 401, """{"error":"Unauthorized"}""", FailureKind.Authentication },
        { 422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 500 `max_new_tokens`","error_type":"validation"}""", FailureKind.ContextLengthExceeded },
        { 422, """{"detail":[{"type":"list_type","loc":["body","stop"],"msg":"Input should be a valid list","input":"My quota has been exhausted, please check the billing hard limit"}]}""", FailureKind.InvalidRequest },
        { 429, """{"error":"Model is overloaded","error_type":"overloaded"}""", FailureKind.Overloaded },
        { 400, "Input length (40000 tokens) exceeds the maximum allowed length (32768 tokens). Use a shorter input or enable --allow-auto-truncate.", FailureKind.ContextLengthExceeded },
        { 400, """{"code":20015,"message":"length of prompt_tokens (70000) must be less than max_seq_len (65536).","data":null}""", FailureKind.ContextLengthExceeded },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
