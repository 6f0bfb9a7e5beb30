using System.Net.Sockets;
using System.Security.Authentication;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CapacityRouting.Failures;

/// <summary>What the exception types of the base library, of Polly and of this library say.</summary>
internal static class ExceptionRules
{
    public static RouteFailure Classify(Exception exception, DateTimeOffset now) => exception switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Classify(last, now),
        NoRouteAvailableException refused => Of(FailureKind.RateLimited, refused) with { RetryAfter = refused.RetryAfter },
        HttpRequestException { StatusCode: { } status } http => OfStatus((int)status, http, now),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } cut => Of(FailureKind.TruncatedStream, cut),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } cut => Of(FailureKind.TruncatedStream, cut),
        TimeoutRejectedException or TimeoutException or OperationCanceledException => Of(FailureKind.Timeout, exception),
        BrokenCircuitException broken => Of(FailureKind.Overloaded, broken) with { RetryAfter = broken.RetryAfter },
        ExecutionRejectedException => Of(FailureKind.RateLimited, exception),
        HttpRequestException => Of(FailureKind.Network, exception),
        _ when IsNetwork(exception) => Of(FailureKind.Network, exception),
        { InnerException: HttpRequestException or IOException or SocketException or TimeoutException } wrapped => Classify(wrapped.InnerException, now),
        _ when IsProgrammingError(exception) => Of(FailureKind.InvalidRequest, exception),
        _ => Of(FailureKind.ServerError, exception) with { RetryAfter = RetryAfter.Of(exception, now) },
    };

    private static RouteFailure OfStatus(int status, Exception exception, DateTimeOffset now) =>
        Of(StatusRules.KindOf(status), exception) with { StatusCode = status, RetryAfter = RetryAfter.Of(exception, now) };

    private static RouteFailure Of(FailureKind kind, Exception exception) =>
        new() { Kind = kind, Message = exception.Message, Exception = exception };

    private static bool IsNetwork(Exception exception) =>
        exception is IOException or SocketException or AuthenticationException;

    /// <summary>The caller's own mistake: the next model would get the same one.</summary>
    private static bool IsProgrammingError(Exception exception) =>
        exception is ArgumentException or NotSupportedException or NotImplementedException or NullReferenceException;
}
