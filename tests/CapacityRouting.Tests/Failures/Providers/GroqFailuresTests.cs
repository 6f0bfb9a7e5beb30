namespace CapacityRouting.Tests.Failures.Providers;

public sealed class GroqFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"error":{"message":"Rate limit reached for model `llama3-8b-8192` in organization `org_x` service tier `on_demand` on requests per day (RPD): Limit 1000, Used 1000, Requested 1. Please try again in 1m26.4s.","type":"requests","code":"rate_limit_exceeded"}}""", FailureKind.QuotaExhausted },
        { 400, """{"error":{"message":"Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<function=x>"}}""", FailureKind.ServerError },
        { 400, """{"error":{"message":"The model `mixtral-8x7b-32768` has been decommissioned and is no longer supported.","type":"invalid_request_error","code":"model_decommissioned"}}""", FailureKind.ModelNotFound },
        { 400, """{"error":{"message":"Reduce the length of the messages, or ask for less.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", FailureKind.ContextLengthExceeded },
        { 498, """{"error":{"message":"capacity exceeded for flex","type":"capacity_exceeded"}}""", FailureKind.Overloaded },
        { 503, """{"error":{"message":"Service Unavailable","type":"internal_server_error"}}""", FailureKind.Overloaded },
        { 401, """{"error":{"message":"Invalid API Key","type":"invalid_request_error","code":"invalid_api_key"}}""", FailureKind.Authentication },
        { 400, """{"error":{"message":"Organization has been restricted. Please reach out to support if you believe this was in error.","type":"invalid_request_error","code":"organization_restricted"}}""", FailureKind.Authentication },
        { 403, """{"error":{"message":"Access denied. Please check your network settings."}}""", FailureKind.Authentication },
        { 503, """{"error":{"message":"llama-4 is currently over capacity. Please try again and back off exponentially.","type":"internal_server_error"}}""", FailureKind.Overloaded },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
