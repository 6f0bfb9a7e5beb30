using CapacityRouting.Capacity;
using CapacityRouting.Failures;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Attempts;

/// <summary>
/// One route's stream from its first step to its end. Until it is committed its updates are held back, and a failure is the attempt's;
/// from then on they belong to the caller, and so does a failure. Its lease grows with what flows, and is settled by it, however the stream ends.
/// </summary>
internal sealed class RoutedStream(in AttemptStart start) : IAsyncDisposable
{
    private enum Phase
    {
        Priming,
        Flowing,
        Ended,
    }

    // Who writes more than was reserved is charged in steps of so many tokens, and the clock is looked at after so many updates at the latest.
    private const int TokensPerLook = 64;
    private const int UpdatesPerLook = 256;

    private readonly AttemptStart _start = start;
    private readonly AttemptRecorder _recorder = start.Recorder;
    private readonly StreamSource _source = new(start);
    private readonly HeldUpdates _held = new();
    private Lease _lease = start.Lease;
    private StreamMeter _meter;
    private Phase _phase;
    private bool _isDry;
    private string? _conversation;
    private RoutingAttempt? _attempt;
    private long _nextCharge = start.Lease.Taken.OutputTokens + 1;
    private int _untilLook = UpdatesPerLook;
    private readonly long _endsBy = start.StartedAt + start.Times.Total;
    private readonly long _longestPause = start.Times.Idle;
    private long _firstUpdateAt;

    public Route Route => _start.Route;

    public AttemptStart Start => _start;

    /// <summary>The update that <see cref="Take(in StreamStep)"/> let through.</summary>
    public ChatResponseUpdate Current { get; private set; } = null!;

    /// <summary>The text of <see cref="Current"/> where it is nothing but one piece of text; else null.</summary>
    public string? Text => _meter.Text;

    /// <summary>What broke it, once it is broken.</summary>
    public RouteFailure? Failure => _attempt?.Failure;

    /// <summary>Where the background response that it streams may be resumed; null for any other.</summary>
    public ResponseContinuationToken? Token => _meter.Token;

    /// <summary>Steps up to the commit: the first update with substance, or an end that needs none.</summary>
    public async ValueTask<AttemptOutcome<RoutedStream>> PrimeAsync()
    {
        StreamStep step = await _source.OpenAsync(DueBeforeCommit(updates: 0)).ConfigureAwait(false);
        while (step.Update is { } update)
        {
            _held.Add(update);
            if (_held.Commit || _held.Error is not null)
                break;
            step = await _source.NextAsync(DueBeforeCommit(_held.Count), Clock.Never).ConfigureAwait(false);
        }

        if (step.Error is { } error)
            return Fail(error);
        _isDry = step.IsEnd;
        if (((_isDry && !_held.IsInProgress) || _held.Error is not null) && _recorder.Classifier.OfResponse(_start.Route.Name, _held.ToResponse(), _start.Observation) is { } failure)
            return Fail(failure);
        return Commit();
    }

    /// <summary>The next step: of what is held, else of the client's stream. What it means is for <see cref="Take(in StreamStep)"/> to say.</summary>
    public ValueTask<StreamStep> NextAsync() =>
        _held.Count > 0 ? new(StreamStep.Of(_held.Take()))
        : _isDry ? new(StreamStep.End)
        : _source.NextAsync(_endsBy, _longestPause);

    /// <summary>Meters a step, and says what it comes to.</summary>
    public StreamMove Take(in StreamStep step)
    {
        if (step.Update is { } update)
            return Take(update);
        _isDry = true;
        if (_phase == Phase.Ended)
            return StreamMove.Ended;
        if (step.Error is { } error)
            return IsWhole ? Complete() : Break(error);
        bool isCut = _start.Route.FinishHabit.IsCut(withReason: _meter.Finish is not null);
        return isCut || Substance.IsBrokenOff(_meter.Finish) || WasSwallowed() ? Break(ClientMistake.Truncated(_start.Route.Name)) : Complete();
    }

    /// <summary>Settles what flowed, whether the stream ended or the caller left.</summary>
    public ValueTask DisposeAsync()
    {
        Settle(isComplete: false);
        return _source.DisposeAsync();
    }

    /// <summary>
    /// When the next update must be there while the first content is not. Each update buys its share of time from the first one on, and none buys
    /// more than the first content has.
    /// </summary>
    private long DueBeforeCommit(int updates)
    {
        AttemptTimes times = _start.Times;
        long due = Math.Min(_start.StartedAt + times.FirstToken, _start.EndsBy);
        if (updates == 0 || times.PerUpdate >= Clock.Never)
            return due;
        if (updates == 1)
            _firstUpdateAt = _recorder.Clock.Now;
        return (long)Int128.Min(due, _firstUpdateAt + ((Int128)updates * times.PerUpdate));
    }

    private bool IsWhole => !_start.Caller.IsCancellationRequested && _meter.IsFinished && _start.Route.FinishHabit.EndsAnswers;

    /// <summary>Whether a background response goes on without us: the rest of its output is still to come.</summary>
    private bool IsInProgress => _meter is { Token: not null, Finish: null };

    private StreamMove Take(ChatResponseUpdate update)
    {
        Current = update;

        // A failure that came as a response, and that the caller is to see as it is.
        if (_phase == Phase.Ended)
            return StreamMove.Update;
        if (_meter.IsFinished && IsAfterTheEnd(update))
            return StreamMove.Skipped;
        bool closes = _meter.Add(update);
        Keep(update);
        if (_meter.Error is not null)
            return IsWhole ? StreamMove.Skipped : Break(_recorder.Classifier.OfContent(_start.Route.Name, _meter.Error, _start.Observation));
        if ((--_untilLook == 0 || _meter.Output >= _nextCharge) && IsOverdue())
            return Break(TimesUp.For(_start, hasIdleBound: false));
        if (closes)
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

    /// <summary>Charges what has been written beyond what was taken. A stream whose steps never take time is seen to have run out of it here.</summary>
    private bool IsOverdue()
    {
        long now = _recorder.Clock.Now;
        if (_meter.Output >= _nextCharge)
            AttemptRecorder.Grow(_start, ref _lease, _meter.Output, now);
        (_untilLook, _nextCharge) = (UpdatesPerLook, Math.Max(_nextCharge, _meter.Output + TokensPerLook));
        return now >= _endsBy;
    }

    private AttemptOutcome<RoutedStream> Commit()
    {
        long now = _recorder.Clock.Now;
        _attempt = _start.Report.Serving(_start.Route.Name, _recorder.Clock.ToTimeSpan(now - _start.StartedAt), AttemptRecorder.SendsOf(_start));
        if (_held.First is { } first)
            _start.Report.Attach(first);
        _phase = Phase.Flowing;

        // A route that answers is well, however long the answer takes: a probe's good news must not wait for the last word.
        _recorder.Healthy(_start, now);
        _recorder.Observed(_start, failure: null, now);
        if (!_isDry)
            _start.Route.FirstTokens.Observe(now - _start.StartedAt);
        return AttemptOutcome<RoutedStream>.Served(this);
    }

    private AttemptOutcome<RoutedStream> Fail(Exception error)
    {
        if (_source.TimedOut && !_start.Caller.IsCancellationRequested)
            _start.Route.FirstTokens.TimedOut(_recorder.Clock.Now - _start.StartedAt);
        if (!_start.Caller.IsCancellationRequested)
            return Fail(_recorder.Classifier.OfException(_start.Route.Name, error, _start.Observation));
        _phase = Phase.Ended;
        _recorder.Cancelled(_start, ref _lease, outputSoFar: 0);
        _source.Leave();
        return AttemptOutcome<RoutedStream>.Cancelled();
    }

    private AttemptOutcome<RoutedStream> Fail(RouteFailure failure)
    {
        failure = _start.Judged(failure);
        (_phase, _isDry) = (Phase.Ended, true);
        _recorder.Failed(_start, ref _lease, failure);
        _source.Leave();
        if (_held.First is { } first)
            _start.Report.Attach(first);
        return AttemptOutcome<RoutedStream>.Failed(failure, this);
    }

    private StreamMove Break(Exception error)
    {
        if (!_start.Caller.IsCancellationRequested)
            return Break(_recorder.Classifier.OfException(_start.Route.Name, error, _start.Observation));
        Settle(isComplete: false);
        return StreamMove.Cancelled;
    }

    /// <summary>A failure that the caller must see, for part of the answer has reached it.</summary>
    private StreamMove Break(RouteFailure failure)
    {
        // Before the slot is free: whoever waits for it must not walk into the same failure.
        _attempt!.Failure = failure;
        _recorder.Unhealthy(_start, failure, _recorder.Clock.Now);
        Settle(isComplete: false);
        return StreamMove.Broken;
    }

    private StreamMove Complete()
    {
        UsageDetails? usage = _meter.UsageOf(isComplete: true);
        Settle(isComplete: true);
        if (!_start.IsPoll && !IsInProgress)
            _start.Route.LearnOutput(_start.Demand, usage?.OutputTokenCount ?? _meter.Output);
        return StreamMove.Ended;
    }

    /// <summary>Some SDKs drop an error event and end the stream as if nothing had happened.</summary>
    private bool WasSwallowed() => _meter.Finish is null && ResponseReader.ErrorOf(_start.Observation) is not null;

    private void Settle(bool isComplete)
    {
        if (_phase == Phase.Ended)
            return;
        _phase = Phase.Ended;
        while (_held.Count > 0)
            _meter.Add(_held.Take());
        _recorder.KeepToken(_start, _meter.Token);
        long now = _recorder.Clock.Now;
        _attempt!.Duration = _recorder.Clock.ToTimeSpan(now - _start.StartedAt);
        _attempt.Sends = AttemptRecorder.SendsOf(_start);
        long output = IsInProgress ? Math.Max(_meter.Output, _lease.Taken.OutputTokens) : _meter.Output;
        AttemptRecorder.Settle(_start, ref _lease, _meter.UsageOf(isComplete), output, now);
    }
}
