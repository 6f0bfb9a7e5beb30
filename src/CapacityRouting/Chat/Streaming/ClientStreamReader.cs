using CapacityRouting.Atomics;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;
using Polly;

namespace CapacityRouting.Chat.Streaming;

/// <summary>
/// One route's stream, step by step, with a time limit on each step that takes time. Every outcome of the client, from opening to disposal,
/// is a value. Its enumerator is disposed exactly once.
/// </summary>
internal sealed class ClientStreamReader(Attempt attempt, ChatDemand demand, IChatClient client) : CancellableMoveNext, IAsyncDisposable
{
    private readonly Clock _clock = attempt.Clock;
    private readonly AttemptCancellation? _cancellation = attempt.EndsBy < Clock.Never || attempt.Times.AreBounded ? new(attempt) : null;
    private IAsyncEnumerator<ChatResponseUpdate>? _updates;
    private ExecutionContext? _flow;
    private CancellationTokenRegistration _givingUp;
    private CancellationTokenSource? _opening;
    private bool _isWatched;
    private bool _hasIdleBound;
    private long _waitsSince;
    private long _longestPause;
    private long _silentSince;
    private bool _hasSaid;

    /// <summary>Whether the stream was left after its time limit.</summary>
    public bool TimedOut => _cancellation is { TimedOut: true };

    private CancellationToken Token => _cancellation?.Token ?? attempt.Caller;

    /// <summary>Opens the stream and takes its first step, within the time given.</summary>
    public ValueTask<StreamStep> OpenAsync(in StepBound bound)
    {
        try
        {
            return StepOf(attempt.Pipeline is { } pipeline ? OpenThroughAsync(pipeline) : OpenAndMoveAsync(Token), bound);
        }
        catch (Exception thrown)
        {
            return new(Failed(thrown));
        }
    }

    /// <summary>Takes the next step, within the time given.</summary>
    public ValueTask<StreamStep> NextAsync(in StepBound bound)
    {
        if (IsRunning)
            throw new InvalidOperationException("The stream was moved on before its last step had ended.");
        try
        {
            return StepOf(_flow is null ? _updates!.MoveNextAsync() : MoveIn(_flow), bound);
        }
        catch (Exception thrown)
        {
            return new(Failed(thrown));
        }
    }

    /// <summary>Notes whether an update says something. Until one does, the model is silent.</summary>
    public void Note(ChatResponseUpdate update) => _hasSaid = _hasSaid || !ContentInspection.SaysNothing(update);

    /// <summary>Tells the route the longest pause of the stream, at its end.</summary>
    /// <param name="isGivenUp">Whether the stream was given up in a pause.</param>
    public void TellPauses(bool isGivenUp)
    {
        NotePause(_clock.Now);
        attempt.Paused(_longestPause, isGivenUp);
    }

    /// <summary>Disposes without a wait: a slow client must not delay the next route.</summary>
    public void Leave() => _ = DisposeAsync().AsTask();

    /// <summary>An enumerator may not be disposed during a step. After a step that was given up, it is disposed when that step ends.</summary>
    public ValueTask DisposeAsync()
    {
        GiveUp();
        return IsAtRest ? DisposeNowAsync() : default;
    }

    protected override StreamStep Read(bool moved)
    {
        _cancellation?.Pause();
        return Current(moved);
    }

    protected override StreamStep Failed(Exception? thrown)
    {
        _cancellation?.Pause();
        return StreamStep.Failed(TimedOut ? TimeoutReason.For(attempt, _hasIdleBound) : thrown ?? new OperationCanceledException(attempt.Caller));
    }

    protected override void CameToRest() => _ = DisposeNowAsync().AsTask();

    /// <summary>A step that is ready at once needs no clock.</summary>
    private ValueTask<StreamStep> StepOf(ValueTask<bool> step, in StepBound bound) =>
        step.IsCompleted ? new(Current(step.GetAwaiter().GetResult())) : Within(step, bound);

    private StreamStep Current(bool moved)
    {
        if (!moved)
            return StreamStep.End;
        return _updates!.Current is { } update ? StreamStep.Of(update) : StreamStep.Failed(AttemptErrors.NullUpdate(attempt.Route.Name));
    }

    /// <summary>Bounds a step. A client that ignores its token is left behind when the time is up, or when the caller gives up.</summary>
    private ValueTask<StreamStep> Within(ValueTask<bool> step, in StepBound bound)
    {
        Exception? unbounded = Bound(bound);
        ValueTask<StreamStep> raced = Race(step);
        if (!_isWatched)
            _givingUp = Token.UnsafeRegister(static source => ((ClientStreamReader)source!).GiveUp(), this);
        else if (Token.IsCancellationRequested)
            GiveUp();
        _isWatched = true;
        if (unbounded is not null)
            GiveUp(unbounded);
        return raced;
    }

    /// <returns>The exception of a timer. Such a step is under way all the same, and is given up like any other.</returns>
    private Exception? Bound(StepBound bound)
    {
        if (_cancellation is null)
            return null;
        try
        {
            long now = _clock.Now;
            _hasIdleBound = bound.IsFlowing && attempt.Times.Idle < Clock.Never;
            if (bound.IsFlowing)
                bound = Pause(now);
            _cancellation.CancelAt(bound.Due, bound.Latest, now);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    /// <summary>
    /// The bound of a pause that begins. The one before has ended by now, so no other reading of the clock is needed. Updates of nothing show that the connection lives, and not the model: they
    /// put off a learned bound, and not the fixed one.
    /// </summary>
    private StepBound Pause(long now)
    {
        NotePause(now);
        _waitsSince = now;
        if (_hasSaid || _silentSince == 0)
            _silentSince = now;
        _hasSaid = false;
        AttemptTimes patient = attempt.PatientTimes;
        long latest = Math.Min(attempt.StartedAt + patient.Total, _silentSince + patient.Idle);
        return new(Math.Min(latest, Math.Min(attempt.StartedAt + attempt.Times.Total, now + attempt.Times.Idle)), latest);
    }

    private void NotePause(long now)
    {
        if (_waitsSince != 0)
            _longestPause = Math.Max(_longestPause, now - _waitsSince);
    }

    private ValueTask<bool> OpenThroughAsync(ResiliencePipeline pipeline) =>
        pipeline.ExecuteAsync(static (self, token) => self.OpenWithinAsync(token), this, Token);

    /// <summary>
    /// A pipeline's token ends with the pipeline, and a stream outlives it. So the stream gets a token of its own; the
    /// pipeline's token cancels it only while the stream opens.
    /// </summary>
    private async ValueTask<bool> OpenWithinAsync(CancellationToken pipeline)
    {
        if (pipeline == Token)
            return await OpenAndMoveAsync(Token).ConfigureAwait(false);
        _opening?.Dispose();
        _opening = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using (pipeline.UnsafeRegister(static opening => AttemptCancellation.CancelQuietly((CancellationTokenSource)opening!), _opening))
            return await OpenAndMoveAsync(_opening.Token).ConfigureAwait(false);
    }

    private async ValueTask<bool> OpenAndMoveAsync(CancellationToken token)
    {
        // A pipeline that retries opens anew. The stream of the try before is disposed first.
        await CloseAsync().ConfigureAwait(false);
        string route = attempt.Route.Name;

        // The scope is never left: a change of an async method's flow ends with the method.
        AttemptObservation.Enter(attempt.Observation);
        _flow = attempt.Observation is null ? null : ExecutionContext.Capture();

        // Made for each send, so that a client's changes in them reach no other.
        IReadOnlyList<ChatMessage> messages = demand.MakeMessagesFor(attempt.Route);
        ChatOptions? options = demand.MakeOptionsFor(attempt.Route);
        attempt.Send();
        IAsyncEnumerable<ChatResponseUpdate> stream =
            client.GetStreamingResponseAsync(messages, options, token) ?? throw AttemptErrors.NullStream(route);
        _updates = stream.GetAsyncEnumerator(token) ?? throw AttemptErrors.NullStream(route);
        return await _updates.MoveNextAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// An iterator runs in the flow of the code that moves it. So each step runs in the flow of the stream's opening, where the observer finds the
    /// observation.
    /// </summary>
    private ValueTask<bool> MoveIn(ExecutionContext flow)
    {
        if (ExecutionContext.Capture() is not { } outer)
            return _updates!.MoveNextAsync();
        ExecutionContext.Restore(flow);
        try
        {
            return _updates!.MoveNextAsync();
        }
        finally
        {
            ExecutionContext.Restore(outer);
        }
    }

    private async ValueTask DisposeNowAsync()
    {
        await CloseAsync().ConfigureAwait(false);

        // Not waited for: a cancellation may run at this moment, on another thread, with the caller's code inside it.
        _givingUp.Unregister();
        _opening?.Dispose();
        _cancellation?.Dispose();
    }

    private async ValueTask CloseAsync()
    {
        IAsyncEnumerator<ChatResponseUpdate>? updates = Atomic.Exchange(ref _updates, null);
        try
        {
            if (updates is not null)
                await updates.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            attempt.Tell(RoutingEvent.DisposalThrew(attempt.Route.Name, thrown));
        }
    }
}
