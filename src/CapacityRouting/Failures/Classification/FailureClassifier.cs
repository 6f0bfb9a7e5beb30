using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Failures.Rules;
using CapacityRouting.Telemetry;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Failures.Classification;

/// <summary>
/// Turns what an attempt ended in into a failure, or into none. What the wire said is gathered first; then the caller's own classifier is
/// asked, then exception types, codes, phrases and the bare status, in this order.
/// </summary>
internal sealed class FailureClassifier(IFailureClassifier? own, IList<IExceptionReader> readers, TimeProvider time, RoutingEvents events)
{
    private readonly ResponseReader _responses = new(readers, events);

    /// <returns>A failure that carries the exception, whoever classified it.</returns>
    public RouteFailure OfException(string route, Exception exception, AttemptObservation? observation)
    {
        try
        {
            return Classify(route, exception, observation);
        }
        catch (Exception bug)
        {
            // An exception whose own members throw, for one. The call goes on, and what it holds is given back.
            events.Tell(RoutingEvent.ReadingThrew(route, bug));
            return new() { Kind = FailureKind.ServerError, Exception = exception };
        }
    }

    private RouteFailure Classify(string route, Exception exception, AttemptObservation? observation)
    {
        Exception cause = ExceptionChain.CauseOf(exception);
        ObservedResponse? observed = ResponseReader.ErrorOf(observation) ?? _responses.ErrorIn(exception);
        FailureSignals signals = SignalCollector.Of(cause, observed ?? ResponseReader.RemnantOf(observation));
        FailureContext context = new() { Route = route, Exception = exception, Observed = observed };
        RouteFailure failure = AskOwn(context) is { } own ? Completed(route, own, signals)
            : Unread(OfType(cause, observed) ?? Read(route, signals, ExceptionRules.DefaultOf(cause)), cause, observed, observation);
        return failure with
        {
            Exception = exception,
            Observed = observed,
            Message = failure.Message ?? exception.Message,
            RetryAfter = failure.RetryAfter ?? (failure.ExceedsLimit ? null : RetryAfterHeader.Of(exception, time.GetUtcNow())),
        };
    }

    /// <returns>Null for an answer. A response whose own members throw is none: the route gave what nobody can read.</returns>
    public RouteFailure? OfResponse(string route, ChatResponse response, AttemptObservation? observation)
    {
        try
        {
            ErrorContent? error = ContentInspection.ErrorIn(response);
            return error is null && ContentInspection.IsAnswer(response) ? null : OfNoAnswer(route, response, error, observation);
        }
        catch (Exception bug)
        {
            events.Tell(RoutingEvent.ReadingThrew(route, bug));
            return new() { Kind = FailureKind.ServerError, Exception = bug };
        }
    }

    /// <summary>An error that came as content after the answer had begun.</summary>
    public RouteFailure OfContent(string route, ErrorContent error, AttemptObservation? observation) => OfNoAnswer(route, response: null, error, observation);

    private RouteFailure OfNoAnswer(string route, ChatResponse? response, ErrorContent? error, AttemptObservation? observation)
    {
        ObservedResponse? observed = ResponseReader.ErrorOf(observation);
        FailureKind? silence = error is null ? ContentInspection.SilenceOf(response!) : null;
        FailureKind? unexplained = observed is null ? silence : null;
        FailureSignals signals = SignalCollector.Of(error, observed ?? (unexplained is null ? null : ResponseReader.RemnantOf(observation)));
        RouteFailure failure = response is not null && AskOwn(new() { Route = route, Response = response, Observed = observed }) is { } own
            ? Completed(route, own, signals)
            : Read(route, signals, unexplained ?? FailureKind.ServerError);

        // What a filter left is the caller's to see. Any other error that the client did not report must not pass for an answer of nothing.
        bool isSwallowed = error is null && observed is not null && silence != FailureKind.ContentFiltered;
        return failure with
        {
            ErrorCode = error?.ErrorCode ?? failure.ErrorCode,
            Message = failure.Message ?? error?.Message ?? observed?.Body ?? (unexplained is null ? null : "The answer has no content."),
            Exception = failure.Exception ?? (isSwallowed ? new ProviderErrorException(route, failure.Kind, observed!.Body) : null),
        };
    }

    /// <summary>
    /// Once the wire has shown an answer in which there is no error, the request was not at fault: an exception of the base library says that the client could not
    /// read it. An SDK's own exception may say what came later in a stream.
    /// </summary>
    private static RouteFailure Unread(RouteFailure failure, Exception cause, ObservedResponse? observed, AttemptObservation? observation) =>
        failure.Kind == FailureKind.InvalidRequest && observed is null && observation?.Response is { IsSuccess: true } && SignalCollector.IsOfBaseLibrary(cause.GetType())
            ? failure with { Kind = FailureKind.ServerError }
            : failure;

    /// <summary>A type speaks for itself only while the provider has not spoken.</summary>
    private static RouteFailure? OfType(Exception exception, ObservedResponse? observed) =>
        observed is null && ExceptionRules.KindOf(exception) is { } kind ? new() { Kind = kind, RetryAfter = ExceptionRules.WaitOf(exception) } : null;

    private RouteFailure Read(string route, in FailureSignals signals, FailureKind otherwise)
    {
        RouteFailure failure = FailureReading.Of(signals, otherwise, time.GetUtcNow());
        if (failure.RetryAfter <= StatedWait.Longest || failure.RetryAfter is null)
            return failure;
        events.Tell(RoutingEvent.WaitCapped(route, failure.RetryAfter, StatedWait.Longest));
        return failure with { RetryAfter = StatedWait.Longest };
    }

    /// <summary>What the caller's classifier left open is filled in from the wire.</summary>
    private RouteFailure Completed(string route, RouteFailure own, in FailureSignals signals)
    {
        RouteFailure read = Read(route, signals, own.Kind);
        RouteFailure known = own with { StatusCode = own.StatusCode ?? read.StatusCode, ErrorCode = own.ErrorCode ?? read.ErrorCode };
        return read.Kind != own.Kind ? known : known with
        {
            RetryAfter = own.RetryAfter ?? read.RetryAfter,
            ExceedsLimit = own.ExceedsLimit || read.ExceedsLimit,
            Figures = read.Figures,
            NamedLimit = read.NamedLimit,
            Window = read.Window,
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
