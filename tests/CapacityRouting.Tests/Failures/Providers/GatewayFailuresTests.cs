namespace CapacityRouting.Tests.Failures.Providers;

public sealed class GatewayFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 403, "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>", FailureKind.ServerError },
        { 429, "<html><head><title>Access denied | api.x.com used Cloudflare to restrict access</title></head><body>Error 1015 Ray ID: x You are being rate limited</body></html>", FailureKind.RateLimited },
        { 521, "<title>api.x.com | 521: Web server is down</title>", FailureKind.ServerError },
        { 520, "Web server is returning an unknown error Error code 520", FailureKind.ServerError },
        { 503, "no healthy upstream", FailureKind.Overloaded },
        { 503, "upstream connect error or disconnect/reset before headers. reset reason: connection failure", FailureKind.Overloaded },
        { 504, "upstream request timeout", FailureKind.Timeout },
        { 0, "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>", FailureKind.Overloaded },
        { 413, "<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx/1.18.0</center></body></html>", FailureKind.ContextLengthExceeded },
        { 412, """{"status":"failure","message":"Portkey Error: budget exhausted"}""", FailureKind.QuotaExhausted },
        { 502, "Client received an error: The server received an invalid response from an upstream server.", FailureKind.ServerError },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
