using System.Net;
using System.Net.Sockets;
using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Virtual;

/// <summary>The exceptions of a client without a network, and what an observer under it would have seen.</summary>
internal static class StormFailures
{
    public const string ErrorBody = """{"error":{"message":"The server had an error while processing your request.","type":"server_error","code":"server_error"}}""";

    private static readonly Dictionary<string, string> WaitASecond = new() { ["retry-after"] = "1" };

    public static Exception Of(StormFault fault, AttemptObservation? observation) => fault switch
    {
        StormFault.Refused => Unanswered(observation, new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused))),
        StormFault.Reset => Unanswered(observation, new HttpRequestException("An error occurred while sending the request.", new IOException("Connection reset by peer"))),
        StormFault.RateLimited => Status(429, observation),
        StormFault.RateLimitedForASecond => Status(429, observation, WaitASecond),
        StormFault.ServerError => Status(500, observation),
        StormFault.Unavailable => Status(503, observation),
        StormFault.Overloaded => Status(529, observation),
        StormFault.Unauthorized => Status(401, observation),
        StormFault.ErrorEvent => new StormException("The stream brought an error."),
        StormFault.CurrentThrows => new StormException("Current throws."),
        _ => Unanswered(observation, new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")),
    };

    private static Exception Unanswered(AttemptObservation? observation, Exception thrown)
    {
        observation?.Failed();
        return thrown;
    }

    private static HttpRequestException Status(int status, AttemptObservation? observation, Dictionary<string, string>? headers = null)
    {
        string body = $$$"""{"error":{"message":"status {{{status}}}"}}""";
        observation?.Received(new(status, headers, body));
        return new(body, inner: null, (HttpStatusCode)status);
    }
}
