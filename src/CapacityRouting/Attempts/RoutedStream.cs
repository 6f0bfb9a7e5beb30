using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Failures;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Attempts;

/// <summary>
/// One route's stream from its commit to its end: its updates belong to the caller, and so does a failure. Its lease grows with what flows, and is settled by it,
/// however the stream ends.
/// </summary>
/// <param name="start">The attempt.</param>
/// <param name="source">The client's stream.</param>
/// <param name="held">What was held back.</param>
/// <param name="attempt">Its line in the report; null for a stream that has failed, and whose updates are for the caller to see as they are.</param>
internal sealed class RoutedStream(in AttemptStart start, StreamSource source, HeldUpdates held, RoutingAttempt? attempt) : IAsyncDisposable
{
    private enum Phase
    {
        Flowing,
        Ended,
    }

    // Who writes more than was reserved is charged in steps of so many tokens, and the clock is looked at after so many updates at the latest.
    private const int TokensPerLook = 64;
    private const int UpdatesPerLook = 256;

    private readonly AttemptStart _start = start;
    private readonly AttemptRecorder _recorder = start.Recorder;
    private Lease _lease = start.Lease;
    private StreamMeter _meter;
    private Phase _phase = attempt is null ? Phase.Ended : Phase.Flowing;
    private string? _conversation;
    private long _nextCharge = start.Lease.Taken.OutputTokens + 1;
    private int _untilLook = UpdatesPerLook;
    private StreamVerdict _verdict = new(start);
    private readonly long _endsBy = start.StartedAt + start.Times.Total;
    private readonly long _longestPause = start.Times.Idle;

    public Route Route => _start.Route;

    public AttemptStart Start => _start;

    /// <summary>The update that <see cref="Take(in StreamStep)"/> let through.</summary>
    public ChatResponseUpdate Current { get; private set; } = null!;

    /// <summary>The text of <see cref="Current"/> where it is nothing but one piece of text; else null.</summary>
    public string? Text => _meter.Text;

    /// <summary>Whether it is no answer, but a failure that came as a response.</summary>
    public bool IsFailed => attempt is null;

    /// <summary>What broke it, once it is broken.</summary>
    public RouteFailure? Failure { get; private set; }

    /// <summary>The update that comes first, while none has been taken; null for a stream of none.</summary>
    public ChatResponseUpdate? First => held.First;

    /// <summary>Where the background response that it streams may be resumed, behind the last update that was let through; null for any other.</summary>
    public ResponseContinuationToken? Token { get; private set; }

    /// <summary>The next step: of what is held, else of the client's stream. What it means is for <see cref="Take(in StreamStep)"/> to say.</summary>
    public ValueTask<StreamStep> NextAsync() =>
        held.Count > 0 ? new(StreamStep.Of(held.Take()))
        : held.IsComplete ? new(StreamStep.End)
        : source.NextAsync(_endsBy, _longestPause);

    /// <summary>Meters a step, and says what it comes to.</summary>
    public StreamMove Take(in StreamStep step)
    {
        Token = _meter.Token;
        if (step.Update is { } update)
            return TakeUnlessUnreadable(update);
        held.IsComplete = true;
        if (_phase == Phase.Ended)
            return StreamMove.Ended;
        if (step.Error is { } error)
            return IsWhole ? Complete() : Break(error);
        if (IsInProgress || Substance.IsEndedByLength(Current))
            return Complete();
        bool isCut = _start.Route.FinishHabit.IsCut(withReason: _meter.Finish is not null, _start.Route.Traits.Profile.AlwaysGivesFinishReason);
        return isCut || Substance.IsBrokenOff(_meter.Finish) || WasSwallowed() ? Break(ClientMistake.Truncated(_start.Route.Name)) : Complete();
    }

    /// <summary>Disposes without waiting for it: a client that takes its time must not hold up what comes next.</summary>
    public void Leave() => _ = DisposeAsync().AsTask();

    /// <summary>Settles what flowed, whether the stream ended or the caller left.</summary>
    public ValueTask DisposeAsync()
    {
        Settle(isComplete: false);
        return source.DisposeAsync();
    }

    /// <summary>Whether the caller has all of the answer, so that what fails now takes nothing away.</summary>
    private bool IsWhole => HasFinished && !_start.Caller.IsCancellationRequested;

    private bool HasFinished => _meter.IsFinished && _start.Route.FinishHabit.EndsAnswers;

    /// <summary>Whether a background response goes on without us: the rest of its output is still to come.</summary>
    private bool IsInProgress => _meter is { Token: not null, Finish: null };

    /// <summary>Updates have code of their own: one that throws as it is read breaks the stream off, as any failure of the route does.</summary>
    private StreamMove TakeUnlessUnreadable(ChatResponseUpdate update)
    {
        try
        {
            return Take(update);
        }
        catch (Exception unreadable)
        {
            return IsWhole ? StreamMove.Skipped : Break(new RouteFailure { Kind = FailureKind.ServerError, Message = unreadable.Message, Exception = unreadable });
        }
    }

    private StreamMove Take(ChatResponseUpdate update)
    {
        Current = update;

        // A failure that came as a response, and that the caller is to see as it is.
        if (_phase == Phase.Ended)
            return StreamMove.Update;
        if (_meter.IsFinished && IsAfterTheEnd(update))
            return StreamMove.Skipped;
        bool wasWhole = IsWhole;
        bool closes = _meter.Add(update);
        Keep(update);
        if (_meter.Error is not null)
            return wasWhole ? StreamMove.Skipped : Break(_recorder.Classifier.OfContent(_start.Route.Name, _meter.Error, _start.Observation));
        if ((--_untilLook == 0 || _meter.Output >= _nextCharge) && IsOverdue())
            return Break(TimesUp.For(_start, hasIdleBound: false));
        _verdict.Flows(_start);
        if (closes || _start.Report.IsNotThatOf(update))
            _start.Report.Attach(update);
        return StreamMove.Update;
    }

    /// <summary>A stream says with every update in which conversation it is; plain text is nobody's own.</summary>
    private void Keep(ChatResponseUpdate update)
    {
        bool isNews = !string.Equals(update.ConversationId, _conversation, StringComparison.Ordinal);
        if (isNews || Text is null)
            _recorder.Keep(_start, update.Contents, isNews ? update.ConversationId : null);
        _conversation = update.ConversationId;
    }

    private bool IsAfterTheEnd(ChatResponseUpdate update)
    {
        if (_meter.IsStray(update))
            return true;
        if (Substance.IsText(update.Contents))
            _start.Route.FinishHabit.WentOn();
        return false;
    }

    /// <summary>
    /// Charges what has been written beyond what was taken. A stream whose steps never take time is seen here to have run out of it, or to have been given up.
    /// </summary>
    private bool IsOverdue()
    {
        long now = _recorder.Clock.Now;
        if (_meter.Output >= _nextCharge)
            Settlement.Grow(_start, ref _lease, _meter.Output, now);
        (_untilLook, _nextCharge) = (UpdatesPerLook, Math.Max(_nextCharge, _meter.Output + TokensPerLook));
        return now >= _endsBy || _start.Caller.IsCancellationRequested;
    }

    private StreamMove Break(Exception error) => Break(_recorder.Classifier.OfException(_start.Route.Name, error, _start.Observation));

    /// <summary>A failure that the caller must see, for part of the answer has reached it.</summary>
    private StreamMove Break(RouteFailure failure)
    {
        if (_start.Caller.IsCancellationRequested)
        {
            Settle(isComplete: false);
            return StreamMove.Cancelled;
        }

        // Before the slot is free: whoever waits for it must not walk into the same failure.
        attempt!.Failure = Failure = failure;
        _verdict.Breaks(_start, failure);
        Settle(isComplete: false);
        return StreamMove.Broken;
    }

    private StreamMove Complete()
    {
        UsageDetails? usage = _meter.UsageOf(isComplete: true);
        _verdict.IsWell(_start);
        Settle(isComplete: true);
        if (!_start.IsPoll && !IsInProgress)
            _start.Route.LearnOutput(_start.Demand, usage?.OutputTokenCount ?? _meter.Output);
        return StreamMove.Ended;
    }

    /// <summary>What nobody has read yet has flowed all the same. What throws as it is read is not metered: the lease is settled whatever a client gives.</summary>
    private void MeterRest()
    {
        try
        {
            _recorder.KeepToken(_start, Token);
            _recorder.KeepToken(_start, _meter.Token);
            while (held.Count > 0)
                _meter.Add(held.Take());
        }
        catch (Exception unreadable)
        {
            Log.ReadingThrew(_recorder.Logger, unreadable.GetType().Name, _start.Route.Name, unreadable.StackTrace);
        }
    }

    /// <summary>Some SDKs drop an error event and end the stream as if nothing had happened.</summary>
    private bool WasSwallowed() => _meter.Finish is null && ResponseReader.ErrorOf(_start.Observation) is not null;

    private void Settle(bool isComplete)
    {
        if (_phase == Phase.Ended)
            return;
        _phase = Phase.Ended;
        MeterRest();
        long now = _recorder.Clock.Now;
        attempt!.Duration = _recorder.Clock.ToTimeSpan(now - _start.StartedAt);
        attempt.Sends = AttemptRecorder.SendsOf(_start);
        try
        {
            // Before the slot is free: whoever waits for the route looks then.
            _verdict.IsLeft(_start, HasFinished, now);
        }
        finally
        {
            long output = IsInProgress ? Math.Max(_meter.Output, _lease.Taken.OutputTokens) : _meter.Output;
            Settlement.ByUsage(_start, ref _lease, _meter.UsageOf(isComplete), output, now);
        }
    }
}
