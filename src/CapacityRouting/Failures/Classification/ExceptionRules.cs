using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CapacityRouting.Failures.Classification;

/// <summary>What the exception types of the base library, of Polly and of this library say by themselves.</summary>
internal static class ExceptionRules
{
    /// <returns>Null for a type that says nothing of its own: then its words are read.</returns>
    public static FailureKind? KindOf(Exception exception) => exception switch
    {
        NoRouteAvailableException => FailureKind.RateLimited,
        HttpRequestException { StatusCode: not null } => null,
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => FailureKind.TruncatedStream,
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => FailureKind.TruncatedStream,
        TimeoutRejectedException or TimeoutException or OperationCanceledException => FailureKind.Timeout,
        BrokenCircuitException => FailureKind.Overloaded,
        ExecutionRejectedException => FailureKind.RateLimited,
        IOException or SocketException or AuthenticationException => FailureKind.Network,
        ArgumentException or NotSupportedException or NotImplementedException or NullReferenceException => FailureKind.InvalidRequest,
        _ => null,
    };

    /// <summary>What the words of an exception leave open: a client's transport, or one below it, else the provider's fault.</summary>
    public static FailureKind DefaultOf(Exception exception) => exception switch
    {
        HttpRequestException => FailureKind.Network,
        { InnerException: { } inner } => KindOf(inner) is { } kind and not FailureKind.InvalidRequest ? kind : DefaultOf(inner),
        _ => FailureKind.ServerError,
    };

    public static int? StatusOf(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => (int)status,
        { InnerException: { } inner } => StatusOf(inner),
        _ => null,
    };

    /// <summary>The wait that the exception itself carries.</summary>
    public static TimeSpan? WaitOf(Exception exception) => exception switch
    {
        NoRouteAvailableException refused => refused.RetryAfter,
        BrokenCircuitException broken => broken.RetryAfter,
        _ => null,
    };
}
