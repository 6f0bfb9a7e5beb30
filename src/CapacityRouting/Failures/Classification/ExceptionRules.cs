using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CapacityRouting.Failures.Classification;

/// <summary>Classification by exception type, for types of the base library, of Polly and of this library.</summary>
internal static class ExceptionRules
{
    // Polly has it since 8.5. Users stay on 8.4 with other packages, and their breakers then tell no wait.
    private static readonly PropertyInfo? BrokenCircuitWait = typeof(BrokenCircuitException).GetProperty("RetryAfter");

    /// <returns>Null for a type that has no rule. Its message is then read.</returns>
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
        _ => null,
    };

    /// <summary>The failure kind when an exception's message decides nothing: transport errors of the client or below it, else a server error.</summary>
    public static FailureKind DefaultOf(Exception exception) => exception switch
    {
        HttpRequestException => FailureKind.Network,
        { InnerException: { } inner } => KindOf(inner) is { } kind ? kind : DefaultOf(inner),
        _ => FailureKind.ServerError,
    };

    public static int? StatusOf(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => (int)status,
        { InnerException: { } inner } => StatusOf(inner),
        _ => null,
    };

    /// <summary>The wait that the exception carries.</summary>
    public static TimeSpan? WaitOf(Exception exception) => exception switch
    {
        NoRouteAvailableException refused => refused.RetryAfter,
        BrokenCircuitException broken => BrokenCircuitWait?.GetValue(broken) as TimeSpan?,
        _ => null,
    };
}
