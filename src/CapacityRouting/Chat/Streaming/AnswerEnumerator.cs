using System.Runtime.CompilerServices;
using CapacityRouting.Abstractions;
using CapacityRouting.Atomics;
using CapacityRouting.Chat.Continuation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>
/// The answer as the caller reads it: the updates of the route that committed. Where the policy allows it, those of the next route follow after a
/// break. Updates that are ready at once need no task, no lock, no clock reading and no allocation.
/// </summary>
/// <remarks>For one reader, as every enumerator. One that is dropped without disposal gives back its lease when it is collected.</remarks>
internal sealed class AnswerEnumerator : IAsyncEnumerator<ChatResponseUpdate>
{
    private enum Phase
    {
        New,
        Opening,
        Flowing,
        Ended,
    }

    private readonly IAnswerSource _source;
    private readonly IEnumerable<ChatMessage> _messages;
    private readonly ChatOptions? _options;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _token;
    private readonly RoutingReport _report = new();
    private readonly ReceivedText _received = new();
    private FailureDetails _details;
    private AttemptStream? _part;
    private Abandonment? _abandonment;
    private AnswerContinuer? _continuer;
    private ContinuedPart? _continued;
    private Phase _phase;
    private int _isMoving;

    public AnswerEnumerator(IAnswerSource source, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken ofCall, CancellationToken ofEnumerator)
    {
        (_source, _messages, _options) = (source, messages, options);
        if (ofCall.CanBeCanceled && ofEnumerator.CanBeCanceled && ofCall != ofEnumerator)
            _linked = CancellationTokenSource.CreateLinkedTokenSource(ofCall, ofEnumerator);
        _token = _linked?.Token ?? (ofCall.CanBeCanceled ? ofCall : ofEnumerator);
    }

    public ChatResponseUpdate Current { get; private set; } = null!;

    /// <summary>Whether a step that takes time is under way, or its outcome is on its way to the caller.</summary>
    private bool IsMoving
    {
        get => Atomic.VolatileRead(in _isMoving) != 0;
        set => Atomic.VolatileWrite(ref _isMoving, value ? 1 : 0);
    }

    public ValueTask<bool> MoveNextAsync()
    {
        if (_phase != Phase.Flowing)
            return BeginAsync();
        if (_continued is not null && TakesHeld(_continued))
            return new(true);
        ValueTask<StreamStep> step = _part!.NextAsync();
        if (!step.IsCompletedSuccessfully)
            return GoOnAsync(undelivered: null, step);
        StreamMove move = _part.Take(step.Result);
        return Delivers(move) ? new(true) : GoOnAsync(move, step: default);
    }

    public ValueTask DisposeAsync()
    {
        Phase phase = _phase;

        // A step under way may write into the text at this moment, on another thread. Its buffer must have no other user by then.
        if (IsMoving)
            Leave();
        else
            End();
        return phase == Phase.Flowing ? _part!.DisposeAsync() : default;
    }

    private async ValueTask<bool> BeginAsync()
    {
        if (_phase != Phase.New)
            return _phase == Phase.Ended ? false : throw new InvalidOperationException("The stream was moved on before its first step had ended.");
        _phase = Phase.Opening;
        IsMoving = true;
        try
        {
            _source.ThrowIfDisposed();
            ChatDemand demand = _source.DemandOf(_messages, _options);
            if (AnswerContinuer.IsWanted(_source.Policy, demand))
                _continuer = new(_source, demand, _options, _report, _token);
            if (!Begins(await _source.StreamAsync(demand, _report, _token).ConfigureAwait(false)))
                return false;
        }
        catch (Exception thrown) when (Marks(thrown))
        {
            throw;
        }

        bool isDelivered = await MoveNextAsync().ConfigureAwait(false);
        IsMoving = false;
        return isDelivered;
    }

    /// <summary>Steps on to the next update for the caller, or to the end.</summary>
    /// <param name="undelivered">The meaning of the last step, which gave the caller nothing; null when it is under way.</param>
    /// <param name="step">The step that is under way.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> GoOnAsync(StreamMove? undelivered, ValueTask<StreamStep> step)
    {
        IsMoving = true;
        StreamMove move = undelivered ?? _part!.Take(await step.ConfigureAwait(false));
        bool isDelivered = undelivered is null && Delivers(move);
        while (!isDelivered)
        {
            if (move > StreamMove.Skipped && !await ConcludeAsync(move).ConfigureAwait(false))
                break;
            move = _part!.Take(await _part.NextAsync().ConfigureAwait(false));
            isDelivered = Delivers(move);
        }

        IsMoving = false;
        return isDelivered && _phase == Phase.Flowing;
    }

    /// <summary>The part is over.</summary>
    /// <returns>Whether the answer goes on with another part.</returns>
    private async ValueTask<bool> ConcludeAsync(StreamMove move)
    {
        if (move == StreamMove.Ended)
        {
            await _part!.DisposeAsync().ConfigureAwait(false);
            End();
            return false;
        }

        _part!.Leave();
        bool goesOn = move == StreamMove.Broken && await ContinuesAsync().ConfigureAwait(false);
        _details.TakeFrom(_report);
        if (goesOn)
            return true;
        if (_phase == Phase.Ended)
            return false;
        Exception thrown = move == StreamMove.Cancelled || _token.IsCancellationRequested
            ? new OperationCanceledException(_token)
            : new StreamInterruptedException(_part.Route.Name, _received.ToString(), _part.Failure!, _part.Token);
        _ = Marks(thrown);
        throw thrown;
    }

    private async ValueTask<bool> ContinuesAsync()
    {
        if (_continuer is null || await _continuer.ContinueAsync(_part!, _continued, _received.ToString()).ConfigureAwait(false) is not (var next, var part))
            return false;
        _continued = part;
        return Begins(next);
    }

    /// <returns>False when the reader has left during the search for the part: this method must then give the part back.</returns>
    private bool Begins(AttemptStream part)
    {
        if (_phase == Phase.Ended)
        {
            part.Leave();
            return false;
        }

        // Owned first: after an exception from here on, the reader's disposal or its finaliser gives the part back.
        _abandonment?.Dispose();
        (_part, _abandonment, _phase) = (part, new(part, _linked), Phase.Flowing);
        _details.TakeFrom(_report);
        if (part.First is { } first)
            ReportEntry.Put(_report, first);
        return true;
    }

    private bool Delivers(StreamMove move)
    {
        if (_continued is not null)
            return DeliversThrough(_continued, move);
        if (move != StreamMove.Update)
            return false;
        Deliver(_part!.Current, _part.Text);
        return true;
    }

    /// <summary>The seam may hold an update back, and let several go at once.</summary>
    private bool DeliversThrough(ContinuedPart continued, StreamMove move)
    {
        if (move == StreamMove.Update)
            continued.Add(_part!.Current);
        else if (move == StreamMove.Ended)
            continued.End();
        return TakesHeld(continued);
    }

    private bool TakesHeld(ContinuedPart continued)
    {
        if (!continued.TryTake(out ChatResponseUpdate update))
            return false;
        Deliver(update, text: null);
        return true;
    }

    /// <param name="update">The update for the caller.</param>
    /// <param name="text">Its text, where it is one piece of text and nothing else.</param>
    private void Deliver(ChatResponseUpdate update, string? text)
    {
        Current = update;
        _continuer?.Delivered(update);
        if (text is not null)
        {
            _received.Append(text);
            return;
        }

        for (int i = 0; i < update.Contents.Count; i++)
            if (update.Contents[i] is TextContent piece)
                _received.Append(piece.Text);
    }

    /// <summary>Marks an exception on its way up. As a filter it catches and rethrows nothing.</summary>
    private bool Marks(Exception thrown)
    {
        ReportEntry.Put(_details.Restored(_report), thrown);

        // A part that began before the exception: after the end of the stream, its disposal no longer gives the part back.
        _part?.Leave();
        End();
        return false;
    }

    private void End()
    {
        Leave();
        _received.Dispose();
    }

    private void Leave()
    {
        _phase = Phase.Ended;
        _abandonment?.Dispose();
        _linked?.Dispose();
    }
}
