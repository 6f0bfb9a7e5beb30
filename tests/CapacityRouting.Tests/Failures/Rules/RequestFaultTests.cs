using CapacityRouting.Tests.Failures.Providers;

namespace CapacityRouting.Tests.Failures.Rules;

public sealed class RequestFaultTests
{
    public static TheoryData<int, string, FailureKind> Blamed => new()
    {
        { 422, """{"detail":[{"loc":["body","n"],"msg":"Field required","input":{"content":"Is payment required once the monthly quota has been exhausted?"}}]}""", FailureKind.InvalidRequest },
        { 422, """{"detail": [{"loc": ["body"], "msg": "Field required", "input": "The billing hard limit, and no credits left"}]}""", FailureKind.InvalidRequest },
        { 400, """{"object":"error","message":"403, message='Forbidden', url='https://pictures.test/a.png'","type":"BadRequestError","param":null,"code":400}""", FailureKind.InvalidRequest },
        { 400, """{"error":{"message":"Failed to download image from https://pictures.test/a.png: access denied.","type":"invalid_request_error","code":"invalid_image_url"}}""", FailureKind.InvalidRequest },
        { 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Unable to download the file. The URL returned 403 Forbidden."}}""", FailureKind.InvalidRequest },
        { 400, """{"error":{"message":"Invalid schema for function 'f': 'authorization header' is not valid under any of the given schemas.","type":"invalid_request_error","code":"invalid_function_parameters"}}""", FailureKind.InvalidRequest },
        { 400, """{"error":{"message":"'no api key' is not a schema.","type":"invalid_request_error","code":"invalid_function_parameters"}}""", FailureKind.InvalidRequest },
        { 400, "HTTP 400 (invalid_request_error: invalid_function_parameters)\n\n'no api key' is not a schema.", FailureKind.InvalidRequest },
        { 400, """{"error":{"message":"The model called tool 'lookup', whose result was not found among the messages.","type":"invalid_request_error"}}""", FailureKind.InvalidRequest },
        { 400, """{"error":{"message":"'usage limits' is not one of the roles.","type":"invalid_request_error","code":"invalid_value"}}""", FailureKind.InvalidRequest },
        { 400, """{"error":{"message":"Invalid value: 'rate limit'. Supported values are: 'a'.","type":"invalid_request_error","code":"invalid_value"}}""", FailureKind.InvalidRequest },
        { 404, """{"error":{"message":"Item with id 'rs_1' not found. Items are not persisted when `store` is false.","type":"invalid_request_error","param":"input","code":null}}""", FailureKind.InvalidRequest },
        { 404, """{"type":"error","error":{"type":"not_found_error","message":"File not found: file_1"}}""", FailureKind.InvalidRequest },
        { 404, """{"error":{"message":"No such File object: file-1","type":"invalid_request_error","param":"id","code":null}}""", FailureKind.InvalidRequest },
        { 404, """{"error":{"message":"Vector store with id 'vs_1' not found.","type":"invalid_request_error","param":null,"code":null}}""", FailureKind.InvalidRequest },
        { 403, """{"error":{"code":403,"message":"You do not have permission to access the File abc or it may not exist.","status":"PERMISSION_DENIED"}}""", FailureKind.InvalidRequest },
        { 403, """{"error":{"code":403,"message":"CachedContent not found (or permission denied)","status":"PERMISSION_DENIED"}}""", FailureKind.InvalidRequest },
        { 424, """{"error":{"message":"Error retrieving tool list from MCP server 'm'. Http status code: 401 (Unauthorized)","type":"external_connector_error","code":"http_error"}}""", FailureKind.ServerError },
    };

    public static TheoryData<int, string, FailureKind> Refused => new()
    {
        { 400, """{"error":{"message":"API key expired. Please renew it.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}""", FailureKind.Authentication },
        { 400, """{"error":{"message":"Billing hard limit has been reached","type":"invalid_request_error","code":"invalid_value"}}""", FailureKind.QuotaExhausted },
        { 400, """{"error":{"message":"The model 'm-9' was not found.","type":"invalid_request_error"}}""", FailureKind.ModelNotFound },
        { 400, """{"error":{"message":"The model m-9 does not exist.","type":"invalid_request_error"}}""", FailureKind.ModelNotFound },
        { 404, """{"error":{"message":"The model m-9 was not found."}}""", FailureKind.ModelNotFound },
        { 400, """{"message":"Access denied"}""", FailureKind.Authentication },
        { 403, """{"error":{"message":"You do not have permission to access the model.","status":"PERMISSION_DENIED"}}""", FailureKind.Authentication },
        { 402, """{"error":{"message":"Payment required","type":"invalid_request_error"}}""", FailureKind.QuotaExhausted },
    };

    [Theory]
    [MemberData(nameof(Blamed))]
    public void Judge_ARequestThatIsToBlame_ClosesNoRouteForWordsItMayHold(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));

    [Theory]
    [MemberData(nameof(Refused))]
    public void Judge_ARefusalThatIsPlain_HoldsWhateverIsBlamed(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
