namespace CapacityRouting.Tests.Failures.Providers;

public sealed class BedrockFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, """{"message":"Too many requests, please wait before trying again. You have sent too many requests.  Wait before trying again."}""", FailureKind.RateLimited },
        { 403, "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to the model with the specified model ID.", FailureKind.Authentication },
        { 400, "An error occurred (ValidationException) when calling the Converse operation: The provided model identifier is invalid.", FailureKind.ModelNotFound },
        { 400, "ValidationException: Invocation of model ID anthropic.claude-3-7-sonnet-20250219-v1:0 with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of an inference profile that contains this model.", FailureKind.ModelNotFound },
        { 404, "ResourceNotFoundException: This model version has reached the end of its life. Please refer to the AWS documentation for more details.", FailureKind.ModelNotFound },
        { 400, "ValidationException on InvokeModel: input is too long, at most 200000 tokens", FailureKind.ContextLengthExceeded },
        { 403, "The security token included in the request is invalid.", FailureKind.Authentication },
        { 403, "ExpiredTokenException: The security token included in the request is expired", FailureKind.Authentication },
        { 0, "botocore.exceptions.NoCredentialsError: Unable to locate credentials", FailureKind.Authentication },
        { 408, "ModelTimeoutException: The request took too long to process. Processing time exceeded the model timeout length.", FailureKind.Timeout },
        { 424, "ModelErrorException: The request failed due to an error while processing the model.", FailureKind.ServerError },
        { 503, "ServiceUnavailableException: The service isn't currently available. Try again later.", FailureKind.Overloaded },
        { 0, "botocore.exceptions.ReadTimeoutError: Read timeout on endpoint URL: \"https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke\"", FailureKind.Timeout },
        { 0, "botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: \"https://bedrock-runtime.us-east-1.amazonaws.com/\"", FailureKind.Network },
        { 400, "ServiceQuotaExceededException: Your request exceeds the service quota for your account.", FailureKind.RateLimited },
        { 400, "Malformed input request: #/messages/0/content: expected type: JSONArray, found: String, please reformat your input and try again.", FailureKind.InvalidRequest },
        { 400, "1 validation error detected: Value at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1", FailureKind.InvalidRequest },
        { 500, "InternalServerException: The system encountered an unexpected error during processing. Try your request again.", FailureKind.ServerError },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
