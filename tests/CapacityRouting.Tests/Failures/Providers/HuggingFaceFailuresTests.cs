namespace CapacityRouting.Tests.Failures.Providers;

public sealed class HuggingFaceFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 402, """{"error":"The monthly included credits for this kind of call are used up. PRO has more."}""", FailureKind.QuotaExhausted },
        { 503, """{"error":"Model foo/bar is currently loading","estimated_time":20.0}""", FailureKind.Overloaded },
        { 503, """{"error":"Model too busy, unable to get response in less than 60 second(s)"}""", FailureKind.Overloaded },
        { 403, """{"error":"The model foo/bar is too large to be loaded automatically (16GB > 10GB). Please use Spaces or Inference Endpoints."}""", FailureKind.ModelNotFound },
        { 400, """{"error":{"message":"The requested model 'foo/bar' is not supported by any provider you have enabled.","type":"invalid_request_error","param":"model","code":"model_not_supported"}}""", FailureKind.ModelNotFound },
        { 401, """{"error":"Invalid username or password."}""", FailureKind.Authentication },
        { 403, """{"error":"This authentication method does not have sufficient permissions to call Inference Providers on behalf of user x"}""", FailureKind.Authentication },
        { 429, """{"error":"Rate limit reached. You reached free usage limit (reset hourly). Please subscribe to a plan at https://huggingface.co/pricing to use the API at this rate"}""", FailureKind.RateLimited },
        { 424, """{"error":{"message":"Request failed during generation: Server error: CUDA out of memory","type":"generation"}}""", FailureKind.ServerError },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
