namespace CapacityRouting.Tests.Failures.Providers;

public sealed class VertexFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 404, "Publisher Model `projects/p/locations/us-central1/publishers/google/models/gemini-9` was not found or your project does not have access to it.", FailureKind.ModelNotFound },
        { 403, "Vertex AI API has not been used in project 123 before or it is disabled.", FailureKind.Authentication },
        { 403, "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/p/locations/l/publishers/google/models/m' (or it may not exist).", FailureKind.Authentication },
        { 429, "Online prediction request quota exceeded for anthropic-claude-3-5-sonnet. Please try again later with backoff.", FailureKind.RateLimited },
        { 429, "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude-opus-4.", FailureKind.RateLimited },
        { 400, "Unable to submit request because the input token count is 1200000 but model only supports up to 1048576. Reduce the input token count and try again.", FailureKind.ContextLengthExceeded },
        { 503, "Visibility check was unavailable. Please retry the request and contact support if the problem persists", FailureKind.Overloaded },
        { 499, """{"error":{"code":499,"message":"The operation was cancelled.","status":"CANCELLED"}}""", FailureKind.Timeout },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
