using CapacityRouting.Capacity;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Attempts;

/// <summary>
/// One call of <see cref="IChatClient.GetStreamingResponseAsync"/>, up to its commit: until then its updates are held back, and a failure
/// is the attempt's, unseen by the caller.
/// </summary>
internal sealed class StreamAttempt(in AttemptStart start, StreamSource source)
{
    /// <summary>Made once: a method group would be a new delegate for every call.</summary>
    public static readonly Attempt<RoutedStream> Run = static (in AttemptStart start) => new StreamAttempt(start, new(start)).PrimeAsync();

    private const int UpdatesPerLook = 64;

    private readonly AttemptStart _start = start;
    private readonly AttemptRecorder _recorder = start.Recorder;
    private readonly HeldUpdates _held = new();
    private Lease _lease = start.Lease;
    private long _firstUpdateAt;

    /// <summary>Steps up to the commit, which is the first update with substance or an end that needs none, or up to a failure.</summary>
    private async ValueTask<AttemptOutcome<RoutedStream>> PrimeAsync()
    {
        try
        {
            return Conclude(await StepAsync().ConfigureAwait(false));
        }
        catch (Exception unreadable)
        {
            // Updates have code of their own. One that throws as it is read is the route's failure, and no slot is lost for it.
            return Fail(new RouteFailure { Kind = FailureKind.ServerError, Message = unreadable.Message, Exception = unreadable });
        }
    }

    /// <returns>The last step: what it gave is held, unless it is an end or an error.</returns>
    private async ValueTask<StreamStep> StepAsync()
    {
        StreamStep step = await source.OpenAsync(DueBeforeCommit(updates: 0)).ConfigureAwait(false);
        while (step.Update is { } update)
        {
            _held.Add(update);
            if (_held.AreDecisive)
                break;
            long due = DueBeforeCommit(_held.Seen);
            step = IsOverdue(due) ? StreamStep.Failed(TimesUp.For(_start, hasIdleBound: false)) : await source.NextAsync(due, Clock.Never).ConfigureAwait(false);
        }

        return step;
    }

    private AttemptOutcome<RoutedStream> Conclude(in StreamStep last)
    {
        if (last.Error is { } error)
            return Fail(error);
        if (_held.Overflows)
            return Fail(new RouteFailure { Kind = FailureKind.EmptyResponse, Message = ClientMistake.NothingButUpdates(_start.Route.Name) });
        _held.IsComplete = last.IsEnd;
        if (((_held.IsComplete && !_held.IsInProgress) || _held.Error is not null) && _recorder.Classifier.OfResponse(_start.Route.Name, _held.ToResponse(), _start.Observation) is { } failure)
            return Fail(failure);
        return Commit();
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

    /// <summary>A stream of updates that are there at once is never waited for, and so never timed: the clock is looked at now and then.</summary>
    private bool IsOverdue(long due) =>
        _held.Seen % UpdatesPerLook == 0 && (_start.Caller.IsCancellationRequested || _recorder.Clock.Now >= due);

    private AttemptOutcome<RoutedStream> Commit()
    {
        long now = _recorder.Clock.Now;
        RoutingAttempt attempt = _start.Report.Serving(_start.Route.Name, _recorder.Clock.ToTimeSpan(now - _start.StartedAt), AttemptRecorder.SendsOf(_start));

        AttemptRecorder.Accepted(_start);
        _recorder.Observed(_start, failure: null, now);
        if (!_held.IsComplete && !_start.IsPoll)
            _start.Route.FirstTokens.Observe(now - _start.StartedAt);
        return AttemptOutcome<RoutedStream>.Served(new(_start, source, _held, attempt));
    }

    private AttemptOutcome<RoutedStream> Fail(Exception error)
    {
        if (_start.Caller.IsCancellationRequested)
        {
            _recorder.Cancelled(_start, ref _lease, outputSoFar: 0);
            source.Leave();
            return AttemptOutcome<RoutedStream>.Cancelled();
        }

        if (source.TimedOut && !_start.IsPoll)
            _start.Route.FirstTokens.TimedOut(_recorder.Clock.Now - _start.StartedAt);
        return Fail(_recorder.Classifier.OfException(_start.Route.Name, error, _start.Observation));
    }

    private AttemptOutcome<RoutedStream> Fail(RouteFailure failure)
    {
        failure = _start.Judged(failure);
        _held.IsComplete = true;
        _recorder.Failed(_start, ref _lease, failure, _held.Usage);
        source.Leave();
        return AttemptOutcome<RoutedStream>.Failed(failure, new(_start, source, _held, attempt: null));
    }
}
