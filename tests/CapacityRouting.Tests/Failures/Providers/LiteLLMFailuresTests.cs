namespace CapacityRouting.Tests.Failures.Providers;

public sealed class LiteLLMFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, "litellm.RateLimitError: RateLimitError: OpenAIException - Rate limit reached for gpt-4o", FailureKind.RateLimited },
        { 429, """{"error":{"message":"litellm.proxy._types.ProxyException: Max parallel request limit reached Limit type = key_rpm. Crossed TPM / RPM / Max Parallel Request Limit","type":"None","code":"429"}}""", FailureKind.RateLimited },
        { 401, """{"error":{"message":"Authentication Error, Invalid proxy server token passed. Received API Key = sk-...abcd, Key Hash (Token) =x. Unable to find token in cache or `LiteLLM_VerificationTokenTable`","type":"token_not_found_in_db","param":"key","code":"401"}}""", FailureKind.Authentication },
        { 400, """{"error":{"message":"/chat/completions: Invalid model name passed in model=foo. Call `/v1/models` to view available models for your key.","type":"invalid_request_error","code":"400"}}""", FailureKind.ModelNotFound },
        { 500, "litellm.InternalServerError: AnthropicException - Overloaded. Handle with `litellm.InternalServerError`.", FailureKind.Overloaded },
        { 503, "litellm.ServiceUnavailableError: VertexAIException - The model is overloaded", FailureKind.Overloaded },
        { 0, "litellm.Timeout: APITimeoutError - Request timed out. Error_str: Request timed out.", FailureKind.Timeout },
        { 404, "litellm.NotFoundError: VertexAIException - Publisher Model not found", FailureKind.ModelNotFound },
        { 400, "ExceededBudget: User=foo over budget. Spend=10.2, Budget=10.0", FailureKind.QuotaExhausted },
        { 400, """{"error":{"message":"Budget has been exceeded! Current cost: 1.1, Max budget: 1.0","type":"budget_exceeded","param":null,"code":"400"}}""", FailureKind.QuotaExhausted },
        { 401, "litellm.AuthenticationError: AuthenticationError: OpenAIException - The api_key client option must be set either by passing api_key to the client or by setting the OPENAI_API_KEY environment variable", FailureKind.Authentication },
        { 429, "No deployments available for selected model, Try again in 60 seconds. Passed model=gpt-4o. pre-call-checks=False, cooldown_list=['x']", FailureKind.RateLimited },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
