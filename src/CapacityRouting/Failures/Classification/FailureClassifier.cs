using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Failures.Rules;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Failures.Classification;

/// <summary>
/// Classifies the end of an attempt: a failure or none. The failure signals on the wire are collected first. The rules then apply in this order:
/// the caller's own classifier, exception types, error codes, phrases, the bare status code.
/// </summary>
internal sealed class FailureClassifier(IFailureClassifier? own, IList<IExceptionReader> readers, TimeProvider time, RoutingEvents events)
{
    private readonly ResponseReader _responses = new(readers, events);

    /// <returns>A failure that carries the exception, whichever rule classified it.</returns>
    public RouteFailure OfException(in FailedRoute route, Exception exception, AttemptObservation? observation)
    {
        try
        {
            return Classify(route, exception, observation);
        }
        catch (Exception bug)
        {
            // An exception's own members may throw. The call must continue, and its reservations must be returned.
            events.Tell(RoutingEvent.ReadingThrew(route.Name, bug));
            return new() { Kind = FailureKind.ServerError, Exception = exception };
        }
    }

    private RouteFailure Classify(in FailedRoute route, Exception exception, AttemptObservation? observation)
    {
        Exception cause = ExceptionChain.CauseOf(exception);
        ObservedResponse? observed = ResponseReader.ErrorOf(observation) ?? _responses.ErrorIn(exception);
        FailureSignals signals = SignalCollector.Of(cause, observed ?? ResponseReader.UnreadableBodyOf(observation));
        FailureContext context = new() { Route = route.Name, Exception = exception, Observed = observed };
        RouteFailure failure = AskOwn(context) is { } own ? Completed(route, own, signals) : Blame.Of(cause, observed, observation) switch
        {
            Blamed.Program => new() { Kind = FailureKind.InvalidRequest },
            Blamed.Reader => OfRoute(OfType(cause, observed) ?? Read(route, signals, ExceptionRules.DefaultOf(cause))),
            _ => OfType(cause, observed) ?? Read(route, signals, ExceptionRules.DefaultOf(cause)),
        };
        return failure with
        {
            Exception = exception,
            Observed = observed,
            Message = failure.Message ?? exception.Message,
            RetryAfter = failure.RetryAfter ?? (failure.ExceedsLimit ? null : RetryAfterHeader.Of(exception, time.GetUtcNow())),
        };
    }

    /// <returns>Null for an answer. A response whose own members throw is a failure, since no client can read it.</returns>
    public RouteFailure? OfResponse(in FailedRoute route, ChatResponse response, AttemptObservation? observation)
    {
        try
        {
            ErrorContent? error = ContentInspection.ErrorIn(response);
            return error is null && ContentInspection.IsAnswer(response) ? null : OfNoAnswer(route, response, error, observation);
        }
        catch (Exception bug)
        {
            events.Tell(RoutingEvent.ReadingThrew(route.Name, bug));
            return new() { Kind = FailureKind.ServerError, Exception = bug };
        }
    }

    /// <summary>Classifies an error that came as content after the answer had begun.</summary>
    public RouteFailure OfContent(in FailedRoute route, ErrorContent error, AttemptObservation? observation) => OfNoAnswer(route, response: null, error, observation);

    private RouteFailure OfNoAnswer(in FailedRoute route, ChatResponse? response, ErrorContent? error, AttemptObservation? observation)
    {
        ObservedResponse? observed = ResponseReader.ErrorOf(observation);
        FailureKind? silence = error is null ? SilenceOf(response!, observation) : null;
        FailureKind? unexplained = observed is null ? silence : null;
        FailureSignals signals = SignalCollector.Of(error, observed ?? (unexplained is null ? null : ResponseReader.UnreadableBodyOf(observation)));
        RouteFailure failure = response is not null && AskOwn(new() { Route = route.Name, Response = response, Observed = observed }) is { } own
            ? Completed(route, own, signals)
            : Read(route, signals, unexplained ?? FailureKind.ServerError);

        // A filtered answer goes to the caller as it is. Any other error that the client did not report must not pass for an empty answer.
        bool isSwallowed = error is null && observed is not null && silence != FailureKind.ContentFiltered;
        return failure with
        {
            ErrorCode = error?.ErrorCode ?? failure.ErrorCode,
            Message = failure.Message ?? error?.Message ?? observed?.Body ?? (unexplained is null ? null : "The answer has no content."),
            Exception = failure.Exception ?? (isSwallowed ? new ProviderErrorException(route.Name, failure.Kind, observed!.Body) : null),
        };
    }

    /// <summary>A stream that has said nothing, and lacks the mark with which its protocol ends a stream, was cut.</summary>
    private static FailureKind? SilenceOf(ChatResponse response, AttemptObservation? observation) =>
        ContentInspection.SilenceOf(response) is { } silence ? silence == FailureKind.EmptyResponse && observation?.Response?.End == WireEnd.Unmarked ? FailureKind.TruncatedStream : silence : null;

    /// <summary>A failure that no request can be to blame for.</summary>
    private static RouteFailure OfRoute(RouteFailure failure) => failure.Kind == FailureKind.InvalidRequest ? failure with { Kind = FailureKind.ServerError, MissingCapability = null, IsStateLost = false } : failure;

    /// <summary>An exception type decides only while the provider has sent no response.</summary>
    private static RouteFailure? OfType(Exception exception, ObservedResponse? observed) =>
        observed is null && ExceptionRules.KindOf(exception) is { } kind ? new() { Kind = kind, RetryAfter = ExceptionRules.WaitOf(exception) } : null;

    private RouteFailure Read(in FailedRoute route, in FailureSignals signals, FailureKind otherwise)
    {
        RouteFailure failure = FailureReading.Of(signals, otherwise, time.GetUtcNow(), route.Zone is { } zone ? TimeZones.Find(zone) : null);
        if (failure.RetryAfter <= StatedWait.Longest || failure.RetryAfter is null)
            return failure;
        events.Tell(RoutingEvent.WaitCapped(route.Name, failure.RetryAfter, StatedWait.Longest));
        return failure with { RetryAfter = StatedWait.Longest };
    }

    /// <summary>Signals from the wire fill in what the caller's classifier left open.</summary>
    private RouteFailure Completed(in FailedRoute route, RouteFailure own, in FailureSignals signals)
    {
        RouteFailure read = Read(route, signals, own.Kind);
        RouteFailure known = own with { StatusCode = own.StatusCode ?? read.StatusCode, ErrorCode = own.ErrorCode ?? read.ErrorCode };
        return read.Kind != own.Kind ? known : known with
        {
            RetryAfter = own.RetryAfter ?? read.RetryAfter,
            ExceedsLimit = own.ExceedsLimit || read.ExceedsLimit,
            MissingCapability = own.MissingCapability ?? read.MissingCapability,
            IsStateLost = read.IsStateLost,
            Limits = read.Limits,
        };
    }

    private RouteFailure? AskOwn(FailureContext context)
    {
        try
        {
            return own?.Classify(context);
        }
        catch (Exception bug)
        {
            events.Tell(RoutingEvent.ClassifierThrew(context.Route, bug));
            return null;
        }
    }
}
