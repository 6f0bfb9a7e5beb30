using CapacityRouting.Failures.Classification;
using CapacityRouting.Pipeline;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;
using Polly;

namespace CapacityRouting.Chat;

/// <summary>
/// A call of <see cref="IChatClient.GetResponseAsync"/>, with exceptions as values. The result is the client's own
/// completed task: a second task around the same response is not needed.
/// </summary>
internal sealed class ResponseCall(ChatDemand demand, ChatRoutes routes, RoutingReport report, CancellationToken caller) : Call<Task<ChatResponse>>(demand, report, caller)
{
    public override ValueTask<AttemptOutcome<Task<ChatResponse>>> AttemptAsync(Attempt attempt)
    {
        AttemptCancellation? cancellation = attempt.EndsBy < Clock.Never ? new(attempt) : null;
        Task<ChatResponse> call = Send(attempt, cancellation?.Token ?? Caller);
        return call.IsCompleted ? new(Conclude(attempt, call, cancellation)) : AwaitAsync(attempt, call, cancellation);
    }

    private async ValueTask<AttemptOutcome<Task<ChatResponse>>> AwaitAsync(Attempt attempt, Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        try
        {
            cancellation?.CancelAt(attempt.EndsBy, attempt.PatientEnd, attempt.Clock.Now);
        }
        catch (Exception untimed)
        {
            return LeaveBehind(attempt, call, cancellation!, untimed);
        }

        await BoundAsync(call, cancellation).ConfigureAwait(false);
        return Conclude(attempt, call, cancellation);
    }

    private Task<ChatResponse> Send(Attempt attempt, CancellationToken token)
    {
        AttemptObservation.Scope observed = AttemptObservation.Enter(attempt.Observation);
        try
        {
            return attempt.Pipeline is { } pipeline ? SendThroughAsync(pipeline, attempt, token) : SendOnce(attempt, token);
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

    private Task<ChatResponse> SendThroughAsync(ResiliencePipeline pipeline, Attempt attempt, CancellationToken token) =>
        pipeline.ExecuteAsync(
            static async (sent, token) => await sent.Call.SendOnce(sent.Attempt, token).ConfigureAwait(false), (Call: this, Attempt: attempt), token).AsTask();

    /// <summary>Messages and options are made for each send, so that a client's changes in them reach no other.</summary>
    private Task<ChatResponse> SendOnce(Attempt attempt, CancellationToken token)
    {
        IReadOnlyList<ChatMessage> messages = demand.MakeMessagesFor(attempt.Route);
        ChatOptions? options = demand.MakeOptionsFor(attempt.Route);
        attempt.Send();
        return routes.ClientOf(attempt.Route).GetResponseAsync(messages, options, token) ?? throw AttemptErrors.NullTask(attempt.Route.Name);
    }

    /// <summary>A call that cannot be timed might never end, so the router does not wait for it.</summary>
    private static AttemptOutcome<Task<ChatResponse>> LeaveBehind(Attempt attempt, Task<ChatResponse> call, AttemptCancellation cancellation, Exception untimed)
    {
        using AttemptCancellation ended = cancellation;
        AttemptCancellation.CancelQuietly(cancellation);
        Forget(call);
        return Fail(attempt, AttemptErrors.Unreadable(untimed));
    }

    /// <summary>A client that ignores its token is left behind when the time is up. Its later outcome has no effect.</summary>
    private static async ValueTask BoundAsync(Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        Task bounded = cancellation is null ? call : call.WaitAsync(cancellation.Token);
        await bounded.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!call.IsCompleted)
            Forget(call);
    }

    private static void Forget(Task call) =>
        _ = call.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private AttemptOutcome<Task<ChatResponse>> Conclude(Attempt attempt, Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        using AttemptCancellation? ended = cancellation;

        // The exception is read in every case: an unread one would surface in the finaliser.
        _ = call.Exception;
        try
        {
            return Read(attempt, call, cancellation);
        }
        catch (Exception unreadable)
        {
            // A client's response has code of its own. A response that throws when it is read is the route's failure.
            return Fail(attempt, AttemptErrors.Unreadable(unreadable));
        }
    }

    private AttemptOutcome<Task<ChatResponse>> Read(Attempt attempt, Task<ChatResponse> call, AttemptCancellation? cancellation)
    {
        if (call.IsCompletedSuccessfully && call.Result is { } response)
            return Read(attempt, call, response);
        if (!Caller.IsCancellationRequested)
            return Fail(attempt, routes.FailureOf(attempt, ExceptionOf(attempt, call, cancellation)));
        attempt.Abandon();
        return AttemptOutcome<Task<ChatResponse>>.Cancelled();
    }

    private AttemptOutcome<Task<ChatResponse>> Read(Attempt attempt, Task<ChatResponse> call, ChatResponse response)
    {
        if (routes.FailureIn(attempt, response) is { } failure)
            return AttemptOutcome<Task<ChatResponse>>.Failed(attempt.Fail(failure, ResponseFlow.OfFailure(response)), call);
        routes.Keep(attempt, response);
        return attempt.Complete(ResponseFlow.Of(response), goesOn: ContentInspection.IsInProgress(response))
            ? AttemptOutcome<Task<ChatResponse>>.Served(call)
            : AttemptOutcome<Task<ChatResponse>>.Cancelled();
    }

    private static AttemptOutcome<Task<ChatResponse>> Fail(Attempt attempt, RouteFailure failure) => AttemptOutcome<Task<ChatResponse>>.Failed(attempt.Fail(failure));

    private static Exception ExceptionOf(Attempt attempt, Task<ChatResponse> call, AttemptCancellation? cancellation) => call.Status switch
    {
        _ when cancellation is { TimedOut: true } => TimeoutReason.For(attempt, hasIdleBound: false),
        TaskStatus.RanToCompletion => AttemptErrors.NullResponse(attempt.Route.Name),
        TaskStatus.Faulted => call.Exception!.InnerExceptions is [var only] ? only : call.Exception,
        _ => CancellationOf(call),
    };

    /// <summary>A cancelled task shows the client's own exception only to an await.</summary>
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
}
