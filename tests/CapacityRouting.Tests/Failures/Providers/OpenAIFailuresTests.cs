namespace CapacityRouting.Tests.Failures.Providers;

public sealed class OpenAIFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 429, "Rate limit reached for gpt-4o-mini in organization org-x on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s.", FailureKind.QuotaExhausted },
        { 429, """{"error":{"message":"Rate limit reached for gpt-4 in organization org-x on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 120ms.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""", FailureKind.RateLimited },
        { 200, """{"type":"response.failed","response":{"id":"resp_x","status":"failed","error":{"code":"rate_limit_exceeded","message":"Rate limit reached for gpt-5 on tokens per min (TPM): Limit 8000, Used 7900, Requested 1200. Please try again in 8.25s."}}}""", FailureKind.RateLimited },
        { 429, "The organization exceeded your current quota. Check your plan and billing.", FailureKind.QuotaExhausted },
        { 401, """{"error":{"message":"Incorrect API key provided: sk-abc***xyz. You can find your API key at https://platform.openai.com/account/api-keys.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", FailureKind.Authentication },
        { 401, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth", FailureKind.Authentication },
        { 0, "openai.AuthenticationError: Error code: 401 - {'error': {'message': 'Incorrect API key provided', 'type': 'invalid_request_error'}}", FailureKind.Authentication },
        { 400, """{"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and try again.","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""", FailureKind.ContextLengthExceeded },
        { 400, "max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.", FailureKind.InvalidRequest },
        { 400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", FailureKind.InvalidRequest },
        { 400, """{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""", FailureKind.InvalidRequest },
        { 400, "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.", FailureKind.InvalidRequest },
        { 400, "Invalid schema for response_format 'x': In context=(), 'additionalProperties' is required to be supplied and to be false.", FailureKind.InvalidRequest },
        { 400, "Invalid 'messages[1].content': string too long. Expected a string with maximum length 1048576, but got a string with length 1540820 instead.", FailureKind.ContextLengthExceeded },
        { 404, "The model `gpt-9` does not exist, or your key has no access.", FailureKind.ModelNotFound },
        { 404, "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?", FailureKind.ModelNotFound },
        { 404, "Your organization must be verified to use the model `o3`. Please go to: https://platform.openai.com/settings/organization/general", FailureKind.Authentication },
        { 500, """{"error":{"message":"The server had an error while processing this call.","type":"server_error","param":null,"code":null}}""", FailureKind.ServerError },
        { 503, "The engine is currently overloaded, please try again later", FailureKind.Overloaded },
        { 503, """{"error":{"message":"Slow down","type":"server_error","code":"slow_down"}}""", FailureKind.Overloaded },
        { 429, "HTTP 429 (insufficient_quota: insufficient_quota)\n\nYou exceeded your current quota: see the billing page.", FailureKind.QuotaExhausted },
        { 502, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>", FailureKind.ServerError },
        { 0, "<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center><hr><center>nginx</center></body></html>", FailureKind.Timeout },
        { 403, "Project `proj_x` does not have access to model `gpt-4o`", FailureKind.Authentication },
        { 400, """{"error":{"code":"content_policy_violation","message":"Your request was rejected as a result of our safety system.","type":"invalid_request_error"}}""", FailureKind.ContentFiltered },
        { 400, "Billing hard limit has been reached", FailureKind.QuotaExhausted },
        { 429, "Your account is not active, please check your billing details on our website.", FailureKind.QuotaExhausted },
        { 400, """{"error":{"message":"Previous response with id 'resp_x' not found.","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}}""", FailureKind.InvalidRequest },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
