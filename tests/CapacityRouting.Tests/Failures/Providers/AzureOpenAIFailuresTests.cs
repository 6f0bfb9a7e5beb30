namespace CapacityRouting.Tests.Failures.Providers;

public sealed class AzureOpenAIFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"error":{"code":"429","message":"Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-02-01 have exceeded token rate limit of your current OpenAI S1 tier. Retry in 2 seconds."}}""", FailureKind.RateLimited },
        { 429, "Too Many Requests. Your requests to gpt-4o for gpt-4o in East US have exceeded call rate limit.", FailureKind.RateLimited },
        { 429, """{"error":{"code":"NoCapacity","message":"We are currently at capacity. The system is experiencing high demand."}}""", FailureKind.Overloaded },
        { 401, """{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource."}}""", FailureKind.Authentication },
        { 404, """{"error":{"code":"DeploymentNotFound","message":"No such deployment under this resource."}}""", FailureKind.ModelNotFound },
        { 404, """{"error":{"code":"404","message":"Resource not found"}}""", FailureKind.ModelNotFound },
        { 401, """{"error":{"code":"PermissionDenied","message":"Principal does not have access to API/Operation."}}""", FailureKind.Authentication },
        { 403, """{"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is disabled for this resource."}}""", FailureKind.Authentication },
        { 400, """{"error":{"code":"OperationNotSupported","message":"The completion operation does not work with the specified model, gpt-4o. Please choose different model and try again."}}""", FailureKind.InvalidRequest },
        { 200, """{"choices":[{"finish_reason":"content_filter","message":{"role":"assistant"}}]}""", FailureKind.ContentFiltered },
        { 408, """{"error":{"code":"Timeout","message":"The operation was timeout."}}""", FailureKind.Timeout },
        { 500, """{"error":{"code":"InternalServerError","message":"The server had an error while processing this call."}}""", FailureKind.ServerError },
        { 429, """{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 22 seconds." }""", FailureKind.RateLimited },
        { 403, """{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 02:13:12." }""", FailureKind.QuotaExhausted },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
