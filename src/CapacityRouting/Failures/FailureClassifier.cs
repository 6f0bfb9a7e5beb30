using CapacityRouting.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Failures;

/// <summary>Turns what an attempt ended in into a failure, or into none: the caller's classifier first, then the built-in rules.</summary>
internal sealed class FailureClassifier(IFailureClassifier? own, TimeProvider time, ILogger log)
{
    /// <returns>A failure that carries the exception, whoever classified it.</returns>
    public RouteFailure OfException(string route, Exception exception)
    {
        RouteFailure failure = AskOwn(new() { Route = route, Exception = exception }) ?? ExceptionRules.Classify(exception, time.GetUtcNow());
        return failure with { Exception = exception };
    }

    /// <returns>Null for an answer.</returns>
    public RouteFailure? OfResponse(string route, ChatResponse response)
    {
        ErrorContent? error = Substance.ErrorIn(response);
        if (error is null && (Substance.IsIn(response) || Substance.ExplainsSilence(response.FinishReason)))
            return null;
        return AskOwn(new() { Route = route, Response = response }) ?? OfContent(error);
    }

    /// <summary>An error that came as content, or, when there is none, an answer without content.</summary>
    public static RouteFailure OfContent(ErrorContent? error) => error is null
        ? new() { Kind = FailureKind.EmptyResponse, Message = "The answer has no content." }
        : new() { Kind = FailureKind.ServerError, ErrorCode = error.ErrorCode, Message = error.Message };

    private RouteFailure? AskOwn(FailureContext context)
    {
        try
        {
            return own?.Classify(context);
        }
        catch (Exception bug)
        {
            Log.ClassifierThrew(log, bug.GetType().Name, context.Route, bug.StackTrace);
            return null;
        }
    }
}
