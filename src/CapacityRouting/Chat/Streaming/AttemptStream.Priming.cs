using CapacityRouting.Chat.Continuation;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>The stream up to its commit.</summary>
internal sealed partial class AttemptStream
{
    /// <summary>The first update, while none has been taken; null for a stream without updates.</summary>
    public ChatResponseUpdate? First => _held.First;

    /// <summary>The seam, where the model was asked to go on with an answer; else null.</summary>
    public ProvenSeam? Proven => seam;

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
            Hold(update);
            if (_held.AreDecisive || seam is { HasBegun: true })
                break;
            StepBound bound = _deadline.After(_held.Seen);
            step = _deadline.IsOver(_held.Seen, bound)
                ? StreamStep.Failed(TimeoutReason.For(attempt, hasIdleBound: false))
                : await source.NextAsync(bound).ConfigureAwait(false);
        }

        if (seam is { HasBegun: true })
            step = await ProveAsync(seam, step).ConfigureAwait(false);
        return attempt.IsHeldBack && _held.Commits && !_held.Overflows ? await HoldBackAsync(step).ConfigureAwait(false) : step;
    }

    private void Hold(ChatResponseUpdate update)
    {
        int dropped = 0;
        ChatResponseUpdate? kept = seam is null ? update : seam.Read(update, out dropped);
        _meter.AddDropped(dropped);
        if (kept is not null)
            _held.Add(kept);
    }

    /// <summary>Reads on until the caller's part of the answer begins, or the model has begun in another way. Its first content has come, so only pauses and the whole time are bounded.</summary>
    private async ValueTask<StreamStep> ProveAsync(ProvenSeam seam, StreamStep step)
    {
        attempt.HoldBack();
        while (step.Update is not null && !_held.AreDecisive && !seam.IsRefused)
        {
            long now = attempt.Clock.Now;
            if (now >= attempt.EndsBy || Caller.IsCancellationRequested)
                return StreamStep.Failed(TimeoutReason.For(attempt, hasIdleBound: false));
            step = await source.NextAsync(PauseFrom(now)).ConfigureAwait(false);
            if (step.Update is { } update)
                Hold(update);
        }

        return step;
    }

    /// <summary>What is held back is still within the attempt's share of the deadline.</summary>
    private StepBound PauseFrom(long now) => new(Math.Min(attempt.EndsBy, now + attempt.Times.Idle), Math.Min(attempt.EndsBy, now + attempt.PatientTimes.Idle));

    /// <summary>Keeps the answer until it has flowed for long enough, has ended or has broken off: then the next route answers, and the caller has seen nothing.</summary>
    private async ValueTask<StreamStep> HoldBackAsync(StreamStep step)
    {
        long proven = Math.Min(attempt.HoldBack(), attempt.EndsBy);
        while (step.Update is not null && _held.Error is null && !_held.IsLong && attempt.Clock.Now is var now && now < proven)
        {
            step = await source.NextAsync(PauseFrom(now)).ConfigureAwait(false);
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
        if (last.IsEnd)
            seam?.End();
        if (seam is { HasBegun: true } && _held.Error is null && (seam.IsRefused || !_held.Commits))
            return Refuse();
        if (((_held.IsComplete && !_held.IsInProgress) || _held.Error is not null) && routes.FailureIn(attempt, _held.ToResponse()) is { } failure)
            return Fail(failure);
        return Commit();
    }

    /// <summary>
    /// The model did not go on with the answer, or ended behind the words that it was asked to begin with. What flowed is charged, and none of it is the caller's.
    /// </summary>
    private AttemptOutcome<AttemptStream> Refuse()
    {
        MeterRest();
        return Fail(new RouteFailure { Kind = FailureKind.InvalidRequest, Message = AttemptErrors.NotContinued(Route.Name) }, FlowSoFar(isComplete: false));
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

    private AttemptOutcome<AttemptStream> Fail(RouteFailure failure) => Fail(failure, new(_held.Usage, Output: 0));

    private AttemptOutcome<AttemptStream> Fail(RouteFailure failure, Flow flow)
    {
        _phase = Phase.Ended;
        (_held.IsComplete, IsFailed) = (true, true);
        RouteFailure judged = attempt.Fail(failure, flow);
        source.Leave();
        return AttemptOutcome<AttemptStream>.Failed(judged, this);
    }
}
