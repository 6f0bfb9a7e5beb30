using CapacityRouting.Pipeline;
using CapacityRouting.Routing;

namespace CapacityRouting.Chat.Streaming;

/// <summary>The stream up to its commit.</summary>
internal sealed partial class AttemptStream
{
    /// <summary>Steps up to the commit or a failure. The commit is the first update with content, or an end that needs none.</summary>
    public async ValueTask<AttemptOutcome<AttemptStream>> PrimeAsync()
    {
        try
        {
            return Conclude(await StepToCommitAsync().ConfigureAwait(false));
        }
        catch (Exception unreadable)
        {
            return Fail(AttemptErrors.Unreadable(unreadable));
        }
    }

    /// <returns>The last step. Its update is held, unless it is an end or an error.</returns>
    private async ValueTask<StreamStep> StepToCommitAsync()
    {
        StreamStep step = await source.OpenAsync(_deadline.After(updates: 0)).ConfigureAwait(false);
        while (step.Update is { } update)
        {
            _held.Add(update);
            if (_held.AreDecisive)
                break;
            StepBound bound = _deadline.After(_held.Seen);
            step = _deadline.IsOver(_held.Seen, bound)
                ? StreamStep.Failed(TimeoutReason.For(attempt, hasIdleBound: false))
                : await source.NextAsync(bound).ConfigureAwait(false);
        }

        return attempt.IsHeldBack && _held.Commits && !_held.Overflows ? await HoldBackAsync(step).ConfigureAwait(false) : step;
    }

    /// <summary>Keeps the answer until it has flowed for long enough, has ended or has broken off: then the next route answers, and the caller has seen nothing.</summary>
    private async ValueTask<StreamStep> HoldBackAsync(StreamStep step)
    {
        long proven = Math.Min(attempt.HoldBack(), attempt.EndsBy);
        while (step.Update is not null && _held.Error is null && !_held.IsLong && attempt.Clock.Now is var now && now < proven)
        {
            // What is held back is still within the attempt's share of the deadline.
            step = await source.NextAsync(new(Math.Min(attempt.EndsBy, now + attempt.Times.Idle), Math.Min(attempt.EndsBy, now + attempt.PatientTimes.Idle))).ConfigureAwait(false);
            if (step.Update is { } update)
                _held.Add(update);
        }

        if (step.Error is not null && _held.HasFinishReason && Route.Model.Finish.EndsAnswers && !Caller.IsCancellationRequested)
            return StreamStep.End;
        bool isCut = step.IsEnd && !_held.IsInProgress && LacksReason(_held.HasFinishReason, _held.First?.ModelId);
        return isCut ? StreamStep.Failed(AttemptErrors.Truncated(Route.Name)) : step;
    }

    private AttemptOutcome<AttemptStream> Conclude(in StreamStep last)
    {
        if (last.Error is { } error)
            return FailToOpen(error);
        if (_held.Overflows)
            return Fail(new RouteFailure { Kind = FailureKind.EmptyResponse, Message = AttemptErrors.NothingButUpdates(Route.Name) });
        _held.IsComplete = last.IsEnd;
        if (((_held.IsComplete && !_held.IsInProgress) || _held.Error is not null) && routes.FailureIn(attempt, _held.ToResponse()) is { } failure)
            return Fail(failure);
        return Commit();
    }

    private AttemptOutcome<AttemptStream> Commit()
    {
        // Content that comes as the time runs out is not given to the caller: its stream is cancelled already.
        if (source.TimedOut && !_held.IsComplete)
            return FailToOpen(TimeoutReason.For(attempt, hasIdleBound: false));
        if (!attempt.TryAccept())
            return Cancel();
        _phase = Phase.Flowing;
        return AttemptOutcome<AttemptStream>.Served(this);
    }

    private AttemptOutcome<AttemptStream> FailToOpen(Exception error)
    {
        if (!Caller.IsCancellationRequested)
            return Fail(Read(error));
        attempt.Abandon();
        return Cancel();
    }

    private AttemptOutcome<AttemptStream> Cancel()
    {
        _phase = Phase.Ended;
        source.Leave();
        return AttemptOutcome<AttemptStream>.Cancelled();
    }

    private AttemptOutcome<AttemptStream> Fail(RouteFailure failure)
    {
        _phase = Phase.Ended;
        (_held.IsComplete, IsFailed) = (true, true);
        RouteFailure judged = attempt.Fail(failure, new(_held.Usage, Output: 0));
        source.Leave();
        return AttemptOutcome<AttemptStream>.Failed(judged, this);
    }
}
