namespace CapacityRouting.Tests.Failures.Providers;

public sealed class GeminiFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"error":{"code":429,"message":"You exceeded your current quota: see the billing page.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"generativelanguage.googleapis.com/generate_content_free_tier_requests","quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier","quotaValue":"10"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"26s"}]}}""", FailureKind.RateLimited },
        { 429, """{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}""", FailureKind.RateLimited },
        { 503, "503 UNAVAILABLE. {'error': {'code': 503, 'message': 'This model is currently experiencing high demand. Spikes in demand are usually temporary.', 'status': 'UNAVAILABLE'}}", FailureKind.Overloaded },
        { 400, """{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}""", FailureKind.Authentication },
        { 403, """{"error":{"code":403,"message":"Your API key was reported as leaked. Please use another API key.","status":"PERMISSION_DENIED"}}""", FailureKind.Authentication },
        { 403, """{"error":{"code":403,"message":"Method doesn't allow unregistered callers (callers without established identity).","status":"PERMISSION_DENIED"}}""", FailureKind.Authentication },
        { 404, """{"error":{"code":404,"message":"models/gemini-9 is not found for API version v1beta, or is not supported for generateContent. Call ListModels","status":"NOT_FOUND"}}""", FailureKind.ModelNotFound },
        { 500, """{"error":{"code":500,"message":"An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting","status":"INTERNAL"}}""", FailureKind.ServerError },
        { 504, """{"error":{"code":504,"message":"Deadline expired before operation could complete.","status":"DEADLINE_EXCEEDED"}}""", FailureKind.Timeout },
        { 200, """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":12}}""", FailureKind.ContentFiltered },
        { 400, "* GenerateContentRequest.contents: contents is not specified", FailureKind.InvalidRequest },
        { 0, "google.api_core.exceptions.ResourceExhausted: 429 Resource has been exhausted (e.g. check quota).", FailureKind.RateLimited },
        { 0, "[GoogleGenerativeAI Error]: Error fetching from https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse: [503 Service Unavailable] The model is overloaded, come back later.", FailureKind.Overloaded },
        { 0, "google.generativeai.types.generation_types.StopCandidateException: finish_reason: SAFETY", FailureKind.ContentFiltered },
        { 400, """{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed here.","status":"INVALID_ARGUMENT"}}""", FailureKind.ContextLengthExceeded },
        { 429, "Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.", FailureKind.QuotaExhausted },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
