namespace CapacityRouting.Tests.Failures.Providers;

public sealed class XAIFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 400, """{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 537812 tokens."}""", FailureKind.ContextLengthExceeded },
        { 400, """{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***. You can obtain an API key from https://console.x.ai."}""", FailureKind.Authentication },
        { 429, """{"code":"Some resource has been exhausted","error":"Your team x has used all available credits, or hit its monthly spending limit."}""", FailureKind.QuotaExhausted },
        { 429, """{"code":"Some resource has been exhausted","error":"Too many requests for team x and model grok-4. Your team's rate limit is - Requests per Second (actual/limit): 9/8"}""", FailureKind.RateLimited },
        { 403, """{"code":"The caller does not have permission to execute the specified operation","error":"Content violates usage guidelines. Team: x, API key ID: y, Model: grok-4, Failed check: SAFETY_CHECK_TYPE_BIO"}""", FailureKind.ContentFiltered },
        { 404, """{"code":"Some requested entity was not found","error":"The model grok-9 does not exist or your team x does not have access to it."}""", FailureKind.ModelNotFound },
        { 503, """{"code":"The service is currently unavailable","error":"Service temporarily unavailable. The model is at capacity and currently cannot serve this request. Please try again later."}""", FailureKind.Overloaded },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
