using CapacityRouting.Capacity;
using CapacityRouting.Estimation;
using CapacityRouting.Failures;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;
using Polly;

namespace CapacityRouting.Attempts;

/// <summary>
/// One call of <see cref="IChatClient.GetResponseAsync"/>, its exception read as a value. What serves is the client's own
/// completed task: there is no need for another one around the same response.
/// </summary>
internal static class ResponseAttempt
{
    /// <summary>Made once: a method group would be a new delegate for every call.</summary>
    public static readonly Attempt<Task<ChatResponse>> Run = RunAsync;

    private static ValueTask<AttemptOutcome<Task<ChatResponse>>> RunAsync(in AttemptStart start)
    {
        AttemptCancellation? cancellation = start.EndsBy < Clock.Never ? new(start.Caller) : null;
        Task<ChatResponse> call = Call(start, cancellation?.Token ?? start.Caller);
        return call.IsCompleted ? new(Conclude(start, call, cancellation)) : AwaitAsync(start, call, cancellation);
    }

    private static async ValueTask<AttemptOutcome<Task<ChatResponse>>> AwaitAsync(AttemptStart start, Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        cancellation?.CancelAt(start.EndsBy, start.Recorder.Clock, start.Recorder.Clock.Now);
        await BoundAsync(call, cancellation).ConfigureAwait(false);
        return Conclude(start, call, cancellation);
    }

    private static Task<ChatResponse> Call(in AttemptStart start, CancellationToken token)
    {
        Route route = start.Route;
        AttemptObservation.Scope observed = AttemptObservation.Enter(start.Observation);
        try
        {
            Task<ChatResponse>? call = route.Traits.Pipeline is { } pipeline
                ? ThroughAsync(pipeline, start, token)
                : start.Client.GetResponseAsync(start.Messages, start.Options, token);
            return call ?? Task.FromException<ChatResponse>(ClientMistake.NullTask(route.Name));
        }
        catch (Exception thrown)
        {
            return Task.FromException<ChatResponse>(thrown);
        }
        finally
        {
            observed.Leave();
        }
    }

    private static Task<ChatResponse> ThroughAsync(ResiliencePipeline pipeline, AttemptStart start, CancellationToken token) =>
        pipeline.ExecuteAsync(
            static async (attempt, token) => await (
                attempt.Client.GetResponseAsync(attempt.Messages, attempt.Options, token) ?? throw ClientMistake.NullTask(attempt.Route.Name)).ConfigureAwait(false),
            start,
            token).AsTask();

    /// <summary>A client that does not heed its token is left behind when the time is up; what it does then is nobody's concern.</summary>
    private static async ValueTask BoundAsync(Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        Task bounded = cancellation is null ? call : call.WaitAsync(cancellation.Token);
        await bounded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.IsCompleted)
            _ = call.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static AttemptOutcome<Task<ChatResponse>> Conclude(in AttemptStart start, Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        using AttemptCancellation? ended = cancellation;
        Lease lease = start.Lease;

        // Looked at whatever comes of it: an exception that nobody looks at would surface in the finaliser.
        _ = call.Exception;
        try
        {
            return Judge(start, ref lease, call, cancellation);
        }
        catch (Exception unreadable)
        {
            // What a client gives has code of its own. An answer that throws as it is read is the route's failure, and no slot is lost for it.
            return Fail(start, ref lease, new() { Kind = FailureKind.ServerError, Message = unreadable.Message, Exception = unreadable });
        }
    }

    private static AttemptOutcome<Task<ChatResponse>> Judge(in AttemptStart start, ref Lease lease, Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        if (call.IsCompletedSuccessfully && call.Result is { } response)
            return Judge(start, ref lease, call, response);
        if (start.Caller.IsCancellationRequested)
        {
            start.Recorder.Cancelled(start, ref lease, outputSoFar: 0);
            return AttemptOutcome<Task<ChatResponse>>.Cancelled();
        }

        return Fail(start, ref lease, start.Judged(start.Recorder.Classifier.OfException(start.Route.Name, ExceptionOf(call, start, cancellation), start.Observation)));
    }

    private static AttemptOutcome<Task<ChatResponse>> Fail(in AttemptStart start, ref Lease lease, RouteFailure failure)
    {
        start.Recorder.Failed(start, ref lease, failure);
        return AttemptOutcome<Task<ChatResponse>>.Failed(failure);
    }

    private static AttemptOutcome<Task<ChatResponse>> Judge(in AttemptStart start, ref Lease lease, Task<ChatResponse> call, ChatResponse response)
    {
        if (start.Recorder.Classifier.OfResponse(start.Route.Name, response, start.Observation) is { } read)
        {
            RouteFailure failure = start.Judged(read);
            start.Recorder.Failed(start, ref lease, failure, PlausibleUsage.Of(response.Usage));
            return AttemptOutcome<Task<ChatResponse>>.Failed(failure, call);
        }

        start.Recorder.Keep(start, response);
        UsageDetails? usage = PlausibleUsage.Of(response.Usage);
        if (Substance.IsInProgress(response))
            start.Recorder.Begun(start, ref lease);
        else
            start.Recorder.Served(start, ref lease, usage, usage?.OutputTokenCount is null ? EstimateOutput(response) : 0);
        return AttemptOutcome<Task<ChatResponse>>.Served(call);
    }

    private static Exception ExceptionOf(Task<ChatResponse> call, in AttemptStart start, AttemptCancellation? cancellation) => call.Status switch
    {
        _ when cancellation is { TimedOut: true } => TimesUp.For(start, hasIdleBound: false),
        TaskStatus.RanToCompletion => ClientMistake.NullResponse(start.Route.Name),
        TaskStatus.Faulted => call.Exception!.InnerExceptions is [var only] ? only : call.Exception,
        _ => CancellationOf(call),
    };

    /// <summary>A cancelled task shows the client's own exception only to who awaits it.</summary>
    private static Exception CancellationOf(Task<ChatResponse> call)
    {
        try
        {
            if (call.IsCompleted)
                call.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException own)
        {
            return own;
        }

        return new TaskCanceledException(call);
    }

    private static long EstimateOutput(ChatResponse response)
    {
        long tokens = 0;
        foreach (ChatMessage? message in response.Messages)
            tokens += TokenEstimator.Estimate(message?.Contents ?? []);
        return tokens;
    }
}
