using CapacityRouting.Abstractions;
using CapacityRouting.Chat.Continuation;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>
/// One route's stream, from its opening to its end. Up to the commit its updates are held back and a failure is the attempt's, unseen by the caller. After the
/// commit both belong to the caller. The attempt is settled by the tokens that flowed, however the stream ends.
/// </summary>
/// <param name="attempt">The attempt, which it owns.</param>
/// <param name="routes">The chat side of the routes.</param>
/// <param name="source">The client's stream.</param>
/// <param name="seam">The seam, where its model was asked to go on with an answer; else null.</param>
internal sealed partial class AttemptStream(Attempt attempt, ChatRoutes routes, ClientStreamReader source, ProvenSeam? seam = null) : IAsyncDisposable
{
    private enum Phase
    {
        Priming,
        Flowing,
        Ended,
    }

    // The clock is read after at most this many updates.
    private const int UpdatesPerLook = 256;

    // Output beyond the reservation is charged in steps of this many tokens.
    private const int TokensPerCharge = 64;

    private readonly PreCommitBuffer _held = new();
    private CommitDeadline _deadline = new(attempt);
    private StreamMeter _meter;
    private Phase _phase;
    private NotedState _noted;
    private long _nextCharge = attempt.Taken.OutputTokens + 1;
    private int _untilLook = UpdatesPerLook;

    public Attempt Attempt => attempt;

    public Route Route => attempt.Route;

    /// <summary>The update that <see cref="Take(in StreamStep)"/> let through.</summary>
    public ChatResponseUpdate Current { get; private set; } = null!;

    /// <summary>The text of <see cref="Current"/> where it is one piece of text and nothing else; else null.</summary>
    public string? Text => _meter.Text;

    /// <summary>Whether it is a failure that came as a response, not an answer. The caller gets its updates unchanged.</summary>
    public bool IsFailed { get; private set; }

    /// <summary>The failure that broke the stream, once it is broken.</summary>
    public RouteFailure? Failure { get; private set; }

    /// <summary>The token of the streamed background response, behind the last update that was let through; null for any other response.</summary>
    public ResponseContinuationToken? Token { get; private set; }

    private CancellationToken Caller => attempt.Caller;

    /// <summary>Whether the caller has the whole answer, so that a later failure takes nothing away.</summary>
    private bool IsWhole => HasFinished && !Caller.IsCancellationRequested;

    private bool HasFinished => _meter.IsFinished && Route.Model.Finish.EndsAnswers;

    /// <summary>Whether a background response goes on at the provider: the rest of its output is still to come.</summary>
    private bool GoesOn => _meter is { Token: not null, Finish: null };

    /// <summary>The next step: a held update, or else one of the client's stream. <see cref="Take(in StreamStep)"/> gives its meaning.</summary>
    public ValueTask<StreamStep> NextAsync() =>
        _held.Count > 0 ? new(StreamStep.Of(_held.Take()))
        : _held.IsComplete ? new(StreamStep.End)
        : source.NextAsync(StepBound.Flowing);

    /// <summary>Meters a step, and gives its meaning.</summary>
    public StreamMove Take(in StreamStep step)
    {
        Token = _meter.Token;
        if (step.Update is { } update)
            return TakeUnlessUnreadable(update);
        _held.IsComplete = true;
        if (_phase == Phase.Ended)
            return StreamMove.Ended;
        if (step.Error is { } error)
            return IsWhole ? Complete() : Break(Read(error));
        return IsCutOff() ? Break(Read(AttemptErrors.Truncated(Route.Name))) : Complete();
    }

    /// <summary>Disposes without a wait: a slow client must not delay the next route.</summary>
    public void Leave() => _ = DisposeAsync().AsTask();

    /// <summary>Settles the tokens that flowed, after the stream's end or the caller's leave.</summary>
    public ValueTask DisposeAsync()
    {
        if (TryEnd())
            EndUnread();
        return source.DisposeAsync();
    }

    /// <summary>Updates have code of their own. An update that throws when it is read breaks the stream off, as any failure of the route does.</summary>
    private StreamMove TakeUnlessUnreadable(ChatResponseUpdate update)
    {
        try
        {
            return Take(update);
        }
        catch (Exception unreadable)
        {
            return IsWhole ? StreamMove.Skipped : Break(AttemptErrors.Unreadable(unreadable));
        }
    }

    private StreamMove Take(ChatResponseUpdate update)
    {
        Current = update;
        if (IsFailed || _phase == Phase.Ended)
            return StreamMove.Update;
        if (_meter.IsFinished && IsAfterTheEnd(update))
            return StreamMove.Skipped;
        bool wasWhole = IsWhole;
        bool closes = _meter.Add(update);
        _noted.Keep(attempt, routes, update, isText: Text is not null);
        if (_meter.Error is not null)
            return wasWhole ? StreamMove.Skipped : Break(routes.FailureIn(attempt, _meter.Error));
        if ((--_untilLook == 0 || _meter.Output >= _nextCharge) && IsOverdue())
            return Break(Read(TimeoutReason.For(attempt, hasIdleBound: false)));
        attempt.Progress();
        source.Note(update);
        if (closes || ReportEntry.IsOfAnother(update.AdditionalProperties, attempt.Report))
            ReportEntry.Put(attempt.Report, update);
        return StreamMove.Update;
    }

    private bool IsAfterTheEnd(ChatResponseUpdate update)
    {
        if (_meter.IsStray(update))
            return true;
        if (ContentInspection.IsText(update.Contents))
            Route.Model.Finish.WentOn();
        return false;
    }

    /// <summary>
    /// Charges output beyond the reservation. For a stream whose steps never take time, the end of its time and its cancellation are found here.
    /// </summary>
    private bool IsOverdue()
    {
        long now = attempt.Clock.Now;
        if (_meter.Output >= _nextCharge)
            attempt.Grow(_meter.Output, now);
        (_untilLook, _nextCharge) = (UpdatesPerLook, Math.Max(_nextCharge, _meter.Output + TokensPerCharge));
        return now >= attempt.StartedAt + attempt.Times.Total || Caller.IsCancellationRequested;
    }

    /// <summary>
    /// Whether an end is false: the route's usual finish reason is missing, the reason is an error, or the wire showed an error that the SDK dropped.
    /// </summary>
    private bool IsCutOff()
    {
        if (GoesOn || ContentInspection.IsEndedByLength(Current))
            return false;
        return LacksReason(_meter.Finish is not null, Current?.ModelId) || ContentInspection.IsBrokenOff(_meter.Finish) || (_meter.Finish is null && ChatRoutes.HasSwallowedError(attempt));
    }

    /// <summary>Whether a reason should have come and has not. A mark of the end on the wire stands for it, and where the protocol has one, its lack decides too.</summary>
    private bool LacksReason(bool withReason, string? model)
    {
        WireEnd end = withReason ? WireEnd.Unknown : ChatRoutes.EndOf(attempt);
        return end != WireEnd.Marked && Route.Model.Finish.IsCut(model, withReason, end == WireEnd.Unmarked || attempt.Traits.Profile.AlwaysGivesFinishReason);
    }

    private RouteFailure Read(Exception error) => routes.FailureOf(attempt, error);

    /// <summary>A failure that the caller must see, since part of the answer has reached it.</summary>
    private StreamMove Break(RouteFailure failure)
    {
        if (!TryEnd())
            return StreamMove.Ended;
        if (Caller.IsCancellationRequested)
        {
            EndUnread();
            return StreamMove.Cancelled;
        }

        if (source.TimedOut)
            source.TellPauses(isGivenUp: true);
        Failure = attempt.Fail(failure, FlowSoFar(isComplete: false));
        return StreamMove.Broken;
    }

    private StreamMove Complete()
    {
        if (!TryEnd())
            return StreamMove.Ended;
        source.TellPauses(isGivenUp: false);
        attempt.Complete(FlowSoFar(isComplete: true), GoesOn);
        return StreamMove.Ended;
    }

    /// <summary>The caller leaves before the end. With the whole answer delivered, the route counts as healthy.</summary>
    private void EndUnread()
    {
        if (HasFinished)
            attempt.Complete(FlowSoFar(isComplete: false), GoesOn);
        else
            attempt.Abandon(FlowSoFar(isComplete: false));
    }

    /// <summary>Updates that were not read yet have flowed all the same.</summary>
    /// <returns>Whether it was flowing until now.</returns>
    private bool TryEnd()
    {
        if (_phase != Phase.Flowing)
            return false;
        _phase = Phase.Ended;
        MeterRest();
        return true;
    }

    /// <summary>An update that throws when it is read is not metered: the lease is settled whatever a client gives.</summary>
    private void MeterRest()
    {
        try
        {
            routes.KeepToken(attempt, Token);
            routes.KeepToken(attempt, _meter.Token);
            while (_held.Count > 0)
                _meter.Add(_held.Take());
        }
        catch (Exception unreadable)
        {
            attempt.Tell(RoutingEvent.ReadingThrew(Route.Name, unreadable));
        }
    }

    private Flow FlowSoFar(bool isComplete) => new(_meter.UsageOf(isComplete), GoesOn ? Math.Max(_meter.Output, attempt.Taken.OutputTokens) : _meter.Output, isComplete);
}
