using System.Net.Sockets;
using CapacityRouting.Abstractions;
using CapacityRouting.Failures.Classification;

namespace CapacityRouting.Pipeline;

/// <summary>
/// Decides whether a route may be asked again by the request that it has failed. The failure must be of the passing kind, and evidence must show that the provider or the
/// network is at fault, not the client's code.
/// </summary>
internal static class RetryRule
{
    public static bool MayRepeat(Attempt attempt, RouteFailure failure) =>
        IsPassing(failure) && IsShown(attempt, failure) && !WasRepeated(attempt, failure) && !PassesCooldown(attempt, failure);

    /// <summary>
    /// Whether the failure may be over soon. A timeout has taken its time already, and the request may still be under way at the provider. An answer cut short before the
    /// caller has any of it is a lost connection.
    /// </summary>
    private static bool IsPassing(RouteFailure failure) =>
        failure.Kind is FailureKind.Overloaded or FailureKind.ServerError or FailureKind.Network or FailureKind.TruncatedStream
        || failure is { Kind: FailureKind.RateLimited, ExceedsLimit: false };

    /// <summary>Whether the wire showed the failure, or the client's exception has what only the wire can show: a status, a stated wait, an error of the transport.</summary>
    private static bool IsShown(Attempt attempt, RouteFailure failure) =>
        failure.Observed is not null || failure.StatusCode is not null || failure.RetryAfter is not null
        || ResponseReader.ErrorOf(attempt.Observation) is not null
        || attempt.Observation is { Sends: > 0, Response: null }
        || IsOfTransport(failure.Exception);

    private static bool IsOfTransport(Exception? exception) =>
        exception is not null && ExceptionChain.Of(exception).Any(link => link is HttpRequestException or IOException or SocketException);

    /// <summary>Whether other code has repeated the call already: an SDK, the user's pipeline, or a router below this one, whose report its exception carries.</summary>
    private static bool WasRepeated(Attempt attempt, RouteFailure failure) =>
        attempt.WasResent || failure.Exception is AggregateException { InnerExceptions.Count: > 1 } || (failure.Exception is { } own && ReportEntry.In(own) is { AttemptCount: > 1 });

    /// <summary>A poll passes a cooldown, so a stated wait would not hold it back.</summary>
    private static bool PassesCooldown(Attempt attempt, RouteFailure failure) => attempt.IsPoll && failure.RetryAfter is not null;
}
