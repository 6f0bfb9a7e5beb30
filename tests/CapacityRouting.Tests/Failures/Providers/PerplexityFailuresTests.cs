namespace CapacityRouting.Tests.Failures.Providers;

public sealed class PerplexityFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 401, """{"error":{"message":"Invalid API key provided.","type":"invalid_api_key","code":401}}""", FailureKind.Authentication },
        { 400, """{"error":{"message":"Invalid model 'llama-9'. Permitted models can be found in the documentation at https://docs.perplexity.ai/guides/model-cards.","type":"invalid_model","code":400}}""", FailureKind.ModelNotFound },
        { 429, """{"error":{"message":"Request rate limit exceeded, please try again later.","type":"request_rate_limit_exceeded","code":429}}""", FailureKind.RateLimited },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
