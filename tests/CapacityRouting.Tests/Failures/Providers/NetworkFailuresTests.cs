namespace CapacityRouting.Tests.Failures.Providers;

public sealed class NetworkFailuresTests
{
    public static TheoryData<int, string, FailureKind> Said => new()
    {
        { 0, "System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception. ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid", FailureKind.Network },
        { 0, "System.Net.Http.HttpRequestException: Resource temporarily unavailable (api.openai.com:443)", FailureKind.Network },
        { 0, "System.Net.Http.HttpRequestException: Name or service not known (api.openai.com:443)", FailureKind.Network },
        { 0, "System.Net.Http.HttpIOException: The response ended prematurely. (ResponseEnded)", FailureKind.TruncatedStream },
        { 0, "System.IO.IOException: Unable to read data from the transport connection: it was reset.", FailureKind.Network },
        { 0, "System.Net.Http.HttpRequestException: An error occurred while sending the request. ---> System.IO.IOException: The response ended prematurely.", FailureKind.TruncatedStream },
        { 0, "Response status code does not indicate success: 429 (Too Many Requests).", FailureKind.RateLimited },
        { 0, "Response status code does not indicate success: 503 (Service Unavailable).", FailureKind.Overloaded },
        { 0, "Response status code does not indicate success: 401 (Unauthorized).", FailureKind.Authentication },
        { 0, "Response status code does not indicate success: 500 (Internal Server Error).", FailureKind.ServerError },
        { 0, "System.Threading.Tasks.TaskCanceledException: A task was canceled.", FailureKind.Timeout },
        { 0, "openai.APIConnectionError: Connection error.", FailureKind.Network },
        { 0, "openai.APITimeoutError: Request timed out.", FailureKind.Timeout },
        { 0, "httpx.RemoteProtocolError: peer closed connection without sending complete message body (incomplete chunked read)", FailureKind.TruncatedStream },
        { 0, "httpx.ReadTimeout: The read operation timed out", FailureKind.Timeout },
        { 0, "httpx.ConnectError: [Errno -2] Name or service not known", FailureKind.Network },
        { 0, "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.openai.com', port=443): Max retries exceeded with url: /v1/chat/completions (Caused by NewConnectionError('<urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))", FailureKind.Network },
        { 0, "('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))", FailureKind.Network },
        { 0, "HTTPSConnectionPool(host='api.openai.com', port=443): Read timed out. (read timeout=600)", FailureKind.Timeout },
        { 0, "java.net.SocketTimeoutException: Read timed out", FailureKind.Timeout },
        { 0, "java.net.UnknownHostException: api.openai.com", FailureKind.Network },
        { 0, "javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target", FailureKind.Network },
        { 0, "java.net.SocketException: Connection reset", FailureKind.Network },
        { 0, "okhttp3.internal.http2.StreamResetException: stream was reset: INTERNAL_ERROR", FailureKind.Network },
        { 0, "java.io.IOException: unexpected end of stream on https://api.openai.com/...", FailureKind.TruncatedStream },
        { 0, "FetchError: request to https://api.openai.com/v1/chat/completions failed, reason: getaddrinfo ENOTFOUND api.openai.com", FailureKind.Network },
        { 0, "TypeError: fetch failed\n cause: Error: connect ECONNREFUSED 127.0.0.1:11434", FailureKind.Network },
        { 0, "Error: socket hang up", FailureKind.Network },
        { 0, "connect ETIMEDOUT 104.18.7.192:443", FailureKind.Timeout },
        { 0, "Request failed with status code 429", FailureKind.RateLimited },
        { 0, "Request failed with status code 503", FailureKind.Overloaded },
        { 0, """Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureKind.Overloaded },
        { 0, "AI_APICallError: Bad Request", FailureKind.ServerError },
        { 0, """{"code":"ERR_STREAM_PREMATURE_CLOSE","name":"FetchError"}""", FailureKind.TruncatedStream },
        { 0, "<TransferEncodingError: 400, message='Not enough data to satisfy the transfer length'>", FailureKind.TruncatedStream },
        { 0, "The model gave an empty response.", FailureKind.EmptyResponse },
        { 0, "aiohttp.client_exceptions.ClientPayloadError: Response payload is not completed", FailureKind.TruncatedStream },
        { 0, "System.Net.Sockets.SocketException (110): Connection timed out", FailureKind.Network },
        { 0, "A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.", FailureKind.Network },
        { 0, "The operation didn't complete within the allowed timeout of '00:00:10'.", FailureKind.Timeout },
        { 0, "stream disconnected before completion: stream closed before response.completed", FailureKind.TruncatedStream },
        { 0, "Azure.RequestFailedException: The request was aborted because it timed out", FailureKind.Timeout },
        { 0, "Retry failed after 4 tries. Retry settings can be adjusted in ClientOptions.Retry. (No such host is known. (foo.openai.azure.com:443))", FailureKind.Network },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Judge_AFailureAsItIsWorded_IsOfItsKind(int status, string text, FailureKind kind) =>
        Assert.Equal(kind, Judged.KindOf(status, text));
}
