using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using Microsoft.Extensions.AI;
using Polly;

namespace CapacityRouting.Attempts;

/// <summary>
/// One route's stream, step by step, with the clock on each step. Whatever the client does, from opening to disposing, comes
/// out as a value, and its enumerator is disposed exactly once.
/// </summary>
internal sealed class StreamSource(in AttemptStart start) : IAsyncDisposable
{
    private readonly AttemptStart _start = start;
    private readonly Clock _clock = start.Recorder.Clock;
    private readonly AttemptCancellation? _cancellation = CancellationFor(start);
    private IAsyncEnumerator<ChatResponseUpdate>? _updates;
    private Task? _pending;
    private CancellationTokenSource? _opening;

    private CancellationToken Token => _cancellation?.Token ?? _start.Caller;

    /// <summary>Opens the stream and takes its first step, which must be there by the time given.</summary>
    public async ValueTask<StreamStep> OpenAsync(long by)
    {
        try
        {
            bool moved = _start.Route.Traits.Pipeline is { } pipeline
                ? await WithinAsync(OpenThroughAsync(pipeline), by, Clock.Never).ConfigureAwait(false)
                : await WithinAsync(OpenAndMoveAsync(Token), by, Clock.Never).ConfigureAwait(false);
            return StepTo(moved);
        }
        catch (Exception thrown)
        {
            return Failed(thrown);
        }
    }

    /// <summary>Takes the next step, which must be there by the time given and before the pause gets too long.</summary>
    public async ValueTask<StreamStep> NextAsync(long by, long longestPause)
    {
        try
        {
            return StepTo(await WithinAsync(Move(), by, longestPause).ConfigureAwait(false));
        }
        catch (Exception thrown)
        {
            return Failed(thrown);
        }
    }

    /// <summary>Disposes without waiting for it: a client that takes its time must not hold up the next.</summary>
    public void Leave() => _ = DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        // An enumerator may not be disposed while it still moves: one that was left behind is disposed when it comes to rest.
        if (_pending is { IsCompleted: false } pending)
            _ = DisposeLaterAsync(pending);
        else
            await DisposeNowAsync().ConfigureAwait(false);
    }

    private ValueTask<bool> OpenThroughAsync(ResiliencePipeline pipeline) =>
        pipeline.ExecuteAsync(static (self, token) => self.OpenWithinAsync(token), this, Token);

    /// <summary>
    /// A pipeline's token ends with the pipeline, and a stream outlives it: the stream gets a token of its own, which the
    /// pipeline's cancels while it opens and no longer.
    /// </summary>
    private async ValueTask<bool> OpenWithinAsync(CancellationToken pipeline)
    {
        if (pipeline == Token)
            return await OpenAndMoveAsync(Token).ConfigureAwait(false);
        _opening?.Dispose();
        _opening = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using (pipeline.UnsafeRegister(static opening => ((CancellationTokenSource)opening!).Cancel(), _opening))
            return await OpenAndMoveAsync(_opening.Token).ConfigureAwait(false);
    }

    private async ValueTask<bool> OpenAndMoveAsync(CancellationToken token)
    {
        // A pipeline that retries opens anew: what the try before left behind goes first.
        await CloseAsync().ConfigureAwait(false);
        string route = _start.Route.Name;

        // Never left: what an async method changes in its flow ends with it.
        AttemptObservation.Enter(_start.Observation);
        IAsyncEnumerable<ChatResponseUpdate> stream =
            _start.Route.Client.GetStreamingResponseAsync(_start.Demand.Messages, _start.Options, token) ?? throw ClientMistake.NullStream(route);
        _updates = stream.GetAsyncEnumerator(token) ?? throw ClientMistake.NullStream(route);
        return await _updates.MoveNextAsync().ConfigureAwait(false);
    }

    /// <summary>Starts one step where the observer finds the observation: an iterator takes over the flow of whoever moves it.</summary>
    private ValueTask<bool> Move()
    {
        AttemptObservation.Scope observed = AttemptObservation.Enter(_start.Observation);
        try
        {
            return _updates!.MoveNextAsync();
        }
        finally
        {
            observed.Leave();
        }
    }

    /// <summary>Bounds one step. A client that does not heed its token is left behind when the time is up.</summary>
    private ValueTask<bool> WithinAsync(ValueTask<bool> step, long by, long longestPause) =>
        step.IsCompleted || _cancellation is null ? step : BoundAsync(step, _cancellation, by, longestPause);

    private async ValueTask<bool> BoundAsync(ValueTask<bool> step, AttemptCancellation cancellation, long by, long longestPause)
    {
        long now = _clock.Now;
        cancellation.CancelAt(Math.Min(by, now + longestPause), _clock, now);
        Task<bool> pending = step.AsTask();
        _pending = pending;
        bool moved = await pending.WaitAsync(Token).ConfigureAwait(false);
        cancellation.Pause();
        return moved;
    }

    private StreamStep StepTo(bool moved)
    {
        if (!moved)
            return StreamStep.End;
        return _updates!.Current is { } update ? new(update, null) : new(null, ClientMistake.NullUpdate(_start.Route.Name));
    }

    private StreamStep Failed(Exception thrown) =>
        new(null, _cancellation is { TimedOut: true } ? ClientMistake.TimedOut(_start.Route.Name) : thrown);

    private async Task DisposeLaterAsync(Task pending)
    {
        await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeNowAsync().ConfigureAwait(false);
    }

    private async ValueTask DisposeNowAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _opening?.Dispose();
        _cancellation?.Dispose();
    }

    private async ValueTask CloseAsync()
    {
        IAsyncEnumerator<ChatResponseUpdate>? updates = _updates;
        _updates = null;
        try
        {
            if (updates is not null)
                await updates.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            Log.DisposalThrew(_start.Recorder.Logger, _start.Route.Name, thrown.GetType().Name);
        }
    }

    private static AttemptCancellation? CancellationFor(in AttemptStart start)
    {
        bool bounded = start.EndsBy < Clock.Never || start.Times.AreBounded;
        return bounded ? new(start.Caller) : null;
    }
}
