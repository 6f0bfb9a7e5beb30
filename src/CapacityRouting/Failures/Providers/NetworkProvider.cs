namespace CapacityRouting.Failures.Providers;

/// <summary>Failure rules for the network stacks of .NET, Python, Node, Java and Go: no answer came, or half of one.</summary>
internal static class NetworkProvider
{
    public static FailureRule[] Failures { get; } =
    [
        // gRPC gives the code of a limit to a message of too many bytes.
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["message larger than max", "message exceeds maximum size"],
            IsOwn = true,
        },
        new(FailureKind.TruncatedStream)
        {
            Codes = ["IncompleteRead", "RemoteProtocolError", "ChunkedEncodingError", "incomplete_stream"],
            Phrases =
            [
                "response ended prematurely", "ended prematurely", "incomplete chunked read",
                "peer closed connection without sending complete", "incompleteread", "premature close", "premature end",
                "unexpected end of stream", "unexpected end of file", "stream ended without", "stream ended before",
                "stream disconnected before", "stream was closed", "additional bytes expected", "payload is not completed",
                "stream closed before",
            ],
            Statuses = [0, 200],
        },
        // A server's own way to its files or its upstream, under any status.
        new(FailureKind.Network)
        {
            Codes = ["MaxRetryError", "NameResolutionError"],
            Phrases = ["max retries exceeded with url", "nameresolutionerror"],
        },
        // aiohttp reports it as a 400, and some proxies as a 500. The meaning is the same.
        new(FailureKind.TruncatedStream)
        {
            Codes = ["ERR_STREAM_PREMATURE_CLOSE", "TransferEncodingError", "ContentLengthError"],
            Phrases = ["not enough data to satisfy", "response payload is not completed"],
        },
        new(FailureKind.Timeout)
        {
            Codes =
            [
                "APITimeoutError", "TimeoutError", "TimeoutException", "ReadTimeout", "ConnectTimeout", "ConnectTimeoutError",
                "ReadTimeoutError", "SocketTimeoutException", "TimeoutRejectedException", "HttpTimeoutException", "UND_ERR_HEADERS_TIMEOUT",
                "UND_ERR_BODY_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT", "request_timeout", "gateway_timeout", "server_timeout",
            ],
            Phrases =
            [
                "httpclient.timeout", "configured timeout", "configured network timeout", "timed out", "timed-out", "request timeout",
                "read timeout", "connect timeout", "connection timeout", "timeout expired", "timeout exceeded", "exceeded*timeout",
                "timeout of*exceeded", "timeout occurred", "timeout was reached", "timeout elapsed", "timeout interval", "idle timeout",
                "i/o timeout", "handshake timeout", "took too long", "deadline has elapsed", "context deadline", "headers timeout",
                "body timeout", "etimedout", "esockettimedout", "econnaborted", "allowed timeout", "litellm.timeout",
            ],
            Statuses = [0, 200, 408, 500, 502, 503, 504],
        },
        new(FailureKind.Timeout)
        {
            Codes = ["TaskCanceledException", "OperationCanceledException", "KernelFunctionCanceledException", "CANCELLED", "Timeout"],
            Phrases =
            [
                "task was canceled", "operation was canceled", "operation was cancelled", "request was aborted", "request was canceled", "operation was aborted",
            ],
            Statuses = [0, 200, 408, 499, 500, 504],
            IsBroad = true,
        },
        new(FailureKind.Network)
        {
            Codes =
            [
                "SocketException", "ConnectError", "ConnectionError", "ConnectionResetError", "ConnectionRefusedError",
                "NewConnectionError", "UnknownHostException", "ConnectException", "SSLError", "SSLHandshakeException", "SSLException",
                "ReadError", "WriteError", "ProxyError", "EndpointConnectionError", "ClientConnectorError", "ServerDisconnectedError",
                "EAI_AGAIN", "UND_ERR_SOCKET", "ERR_NETWORK", "ERR_TLS_CERT_ALTNAME_INVALID", "CERTIFICATE_VERIFY_FAILED",
                "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "AuthenticationException",
                "gaierror",
            ],
            Phrases =
            [
                "no such host", "no connection could be made", "actively refused", "connection refused", "connection reset",
                "connection was reset", "connection aborted", "connection was aborted", "connection closed", "connection was closed",
                "connection was forcibly closed", "forcibly closed by the remote host", "connection lost", "connection failed",
                "unable to connect", "could not connect", "cannot connect", "failed to connect", "failed to establish a new connection",
                "host is unreachable", "no route to host", "network is unreachable", "network unreachable", "network error",
                "name or service not known", "nodename nor servname", "temporary failure in name resolution", "failure in name resolution",
                "name resolution", "getaddrinfo", "could not resolve host", "failed to resolve", "lookup*no such host",
                "resource temporarily unavailable", "requested name is valid", "did not properly respond",
                "unable to read data from the transport", "unable to write data to the transport",
                "error occurred while sending the request", "error while copying content", "ssl connection could not be established",
                "remote certificate", "certificate verify failed", "certificate has expired", "self-signed certificate",
                "self signed certificate", "unable to get local issuer", "tls handshake", "secure tls connection", "ssl handshake",
                "broken pipe", "socket hang up", "other side closed", "fetch failed", "remote end closed connection", "server disconnected",
                "disconnected without", "dial tcp", "read tcp", "http/2 server", "http2 stream", "goaway", "proxy tunnel", "proxy error",
                "econnrefused", "econnreset", "enotfound", "ehostunreach", "enetunreach",
                "connection error", "stream was reset", "connection attempts failed",
            ],
            Statuses = [0, 200, 500, 502, 503],
        },
        new(FailureKind.Network)
        {
            Codes =
            [
                "HttpRequestException", "IOException", "HttpIOException", "APIConnectionError", "AnthropicIOException",
                "ClientConnectionError", "TransportError", "RequestError", "Network Error",
            ],
            Statuses = [0],
            IsBroad = true,
        },
    ];
}
