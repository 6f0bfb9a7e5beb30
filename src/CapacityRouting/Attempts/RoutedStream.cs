using CapacityRouting.Capacity;
using CapacityRouting.Estimation;
using CapacityRouting.Failures;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Attempts;

/// <summary>
/// A stream from its first step to its end. Until it is committed its updates are held back, and a failure is the attempt's;
/// from then on they belong to the caller, and so does a failure.
/// </summary>
internal sealed class RoutedStream(in AttemptStart start) : IAsyncDisposable
{
    private enum Phase
    {
        Priming,
        Flowing,
        Ended,
    }

    // More lifecycle updates than any provider sends; a stream of nothing must not fill the memory.
    private const int MostHeld = 64;

    private readonly AttemptStart _start = start;
    private readonly AttemptRecorder _recorder = start.Recorder;
    private readonly StreamSource _source = new(start);
    private readonly Queue<ChatResponseUpdate> _held = new(1);
    private Lease _lease = start.Lease;
    private Phase _phase;
    private RoutingAttempt? _attempt;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;
    private long _output;
    private ErrorContent? _error;

    public ChatResponseUpdate Current { get; private set; } = null!;

    /// <summary>Steps up to the commit: the first update with substance, or an end that needs none.</summary>
    public async ValueTask<AttemptOutcome<RoutedStream>> PrimeAsync()
    {
        long due = Math.Min(_start.StartedAt + _start.Times.FirstToken, _start.EndsBy);
        StreamStep step = await _source.OpenAsync(due).ConfigureAwait(false);
        while (step.Update is { } update && !Commits(update))
            step = await _source.NextAsync(due, Clock.Never).ConfigureAwait(false);
        if (step.Error is { } error)
            return Fail(error);
        if ((step.IsEnd || _error is not null) && _recorder.Classifier.OfResponse(_start.Route.Name, _held.ToChatResponse(), _start.Observation) is { } failure)
            return Fail(failure);
        return Commit(ended: step.IsEnd);
    }

    /// <summary>Moves to the next update that belongs to the caller.</summary>
    public async ValueTask<bool> MoveNextAsync()
    {
        if (_held.TryDequeue(out ChatResponseUpdate? held))
        {
            Current = held;
            return true;
        }

        if (_phase == Phase.Ended)
            return false;
        AttemptTimes times = _start.Times;
        StreamStep step = await _source.NextAsync(_start.StartedAt + times.Total, times.Idle).ConfigureAwait(false);
        if (step.Error is { } error)
            throw Broken(error);
        if (step.IsEnd)
        {
            if (_start.Route.FinishHabit.IsCut(withReason: _finish is not null) || Substance.IsBrokenOff(_finish) || WasSwallowed())
                throw Broken(ClientMistake.Truncated(_start.Route.Name));
            End();
            _start.Route.LearnOutput(_start.Demand, _usage?.OutputTokenCount ?? _output);
            return false;
        }

        Meter(step.Update!);
        Current = Marked(step.Update!);
        return true;
    }

    /// <summary>Settles what flowed, whether the stream ended or the caller left.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Holds an update and says whether the waiting is over.</summary>
    private bool Commits(ChatResponseUpdate update)
    {
        _held.Enqueue(update);
        Meter(update);
        return _error is not null || Substance.IsIn(update.Contents) || _held.Count >= MostHeld;
    }

    private AttemptOutcome<RoutedStream> Commit(bool ended)
    {
        long now = _recorder.Clock.Now;
        _attempt = _start.Report.Serving(_start.Route.Name, _recorder.Clock.ToTimeSpan(now - _start.StartedAt), AttemptRecorder.SendsOf(_start));
        if (_held.TryPeek(out ChatResponseUpdate? first))
            _start.Report.Attach(first);
        _phase = Phase.Flowing;

        // A route that answers is well, however long the answer takes: a probe's good news must not wait for the last word.
        _recorder.Healthy(_start, now);
        _recorder.Observed(_start, failure: null, now);
        if (ended)
            End();
        return AttemptOutcome<RoutedStream>.Served(this);
    }

    private AttemptOutcome<RoutedStream> Fail(Exception error)
    {
        if (_start.Caller.IsCancellationRequested)
        {
            _phase = Phase.Ended;
            _recorder.Cancelled(_start, ref _lease, _output);
            _source.Leave();
            return AttemptOutcome<RoutedStream>.Cancelled();
        }

        return Fail(_recorder.Classifier.OfException(_start.Route.Name, error, _start.Observation));
    }

    private AttemptOutcome<RoutedStream> Fail(RouteFailure failure)
    {
        _phase = Phase.Ended;
        _recorder.Failed(_start, ref _lease, failure);
        _source.Leave();
        if (_held.TryPeek(out ChatResponseUpdate? first))
            _start.Report.Attach(first);
        return AttemptOutcome<RoutedStream>.Failed(failure, this);
    }

    /// <summary>A failure that the caller must see, for part of the answer has reached it.</summary>
    private Exception Broken(Exception error)
    {
        _phase = Phase.Ended;
        long now = _recorder.Clock.Now;
        Conclude(now);
        if (_start.Caller.IsCancellationRequested)
        {
            _recorder.Cancelled(_start, ref _lease, _output);
            error = new OperationCanceledException(error.Message, error, _start.Caller);
            _start.Report.Attach(error);
            return error;
        }

        _start.Report.Attach(error);
        _attempt!.Failure = _recorder.Classifier.OfException(_start.Route.Name, error, _start.Observation);
        _recorder.Unhealthy(_start, _attempt.Failure, now);
        AttemptRecorder.Settle(_start, ref _lease, _usage, _output, now);
        return error;
    }

    /// <summary>Some SDKs drop an error event and end the stream as if nothing had happened.</summary>
    private bool WasSwallowed() => _finish is null && ResponseReader.ErrorOf(_start.Observation) is not null;

    private void End()
    {
        if (_phase == Phase.Ended)
            return;
        _phase = Phase.Ended;
        long now = _recorder.Clock.Now;
        Conclude(now);
        if (_error is not null)
            _recorder.Unhealthy(_start, _attempt!.Failure = _recorder.Classifier.OfContent(_start.Route.Name, _error, _start.Observation), now);
        AttemptRecorder.Settle(_start, ref _lease, _usage, _output, now);
    }

    private void Conclude(long now)
    {
        _attempt!.Duration = _recorder.Clock.ToTimeSpan(now - _start.StartedAt);
        _attempt.Sends = AttemptRecorder.SendsOf(_start);
    }

    private void Meter(ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        _error ??= Substance.ErrorIn(update.Contents);
        _output += TokenEstimator.Estimate(update.Contents);
        for (int i = 0; i < update.Contents.Count; i++)
            if (update.Contents[i] is UsageContent usage)
                (_usage ??= new()).Add(usage.Details);
    }

    /// <summary>The updates that close a stream carry the report, as the first one does.</summary>
    private ChatResponseUpdate Marked(ChatResponseUpdate update)
    {
        if (update.FinishReason is not null || _usage is not null)
            _start.Report.Attach(update);
        return update;
    }
}
