using CapacityRouting.Simulation;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Scripts;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Virtual;

/// <summary>Plays one script, step by step, with a place to cancel before, in and after each; and tells when it is used as no enumerator may be.</summary>
internal sealed class StormStream(StormCall call, Visit visit, AttemptObservation? observation, TimeProvider time, CancellationToken token)
    : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
{
    private const int LongestPause = 200;

    // Time must pass now and then for a timer to fire.
    private const int AtOnce = 100;
    private const int MostTrickled = 10_000;

    private static readonly TimeSpan Forever = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SlowDisposal = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Trickle = TimeSpan.FromSeconds(3);

    private readonly AttemptPlan _plan = visit.Script.Plan;
    private readonly Random _random = new(visit.Script.Plan.Seed);
    private CancellationToken _token = token;
    private ChatResponseUpdate? _current;
    private ScriptStep _step;
    private int _next;
    private int _trickled;
    private bool _moves;
    private bool _throws;
    private bool _isRead;
    private bool _broke;

    public ChatResponseUpdate Current
    {
        get
        {
            call.Point();
            if (_throws || _current is null)
                visit.Flow.WasCancelled = call.WasCancelledIn(visit);
            if (_throws)
                throw StormFailures.Of(StormFault.CurrentThrows, observation);
            if (!_isRead && !visit.IsBroken)
                visit.Flow.Read(_step, StepUpdate.CharactersOf(_step));
            _isRead = true;
            return _current!;
        }
    }

    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        call.Point();
        if (_plan is { Fault: StormFault.SpentStream, IsEven: true })
        {
            visit.Break();
            visit.Flow.WasCancelled = call.WasCancelledIn(visit);
            throw new InvalidOperationException("The stream can be enumerated only once.");
        }

        visit.Open();
        if (visit.Opened > 1)
            call.Odd($"the stream of {visit.Route} was enumerated twice");
        if (cancellationToken.CanBeCanceled)
            _token = cancellationToken;
        if (_plan.Flaws.HasFlag(ClientFlaws.IgnoresToken))
            _token = default;
        return this;
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        if (_moves || visit.Disposed > 0)
            call.Odd($"the stream of {visit.Route} was moved while it {(_moves ? "moved" : "was disposed")}");
        _moves = true;
        bool isHeard = false;
        try
        {
            call.Point();
            Task pause = PauseAsync();
            bool isAtOnce = pause.IsCompleted;
            await pause;
            call.Point();
            bool moved = await DoAsync(visit.Script.Steps[_next]);
            call.Point();
            isHeard = isAtOnce && (!moved || _broke);
            return moved;
        }
        finally
        {
            // Of an end that is there at once the router hears though its caller has just cancelled; a step that takes time it has left by then, and an exception it takes for the cancellation's.
            visit.Flow.WasCancelled = !isHeard && call.WasCancelledIn(visit);
            _moves = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        visit.Dispose();
        if (_moves || visit.Disposed > 1)
            call.Odd($"the stream of {visit.Route} was disposed {(_moves ? "while it moved" : "twice")}");
        call.Point();
        if (_plan.Flaws.HasFlag(ClientFlaws.DisposesSlowly))
            await InlineDelay.For(SlowDisposal, time, default);
        call.Point();
        if (_plan.Flaws.HasFlag(ClientFlaws.ThrowsOnDispose))
            throw new StormException("Disposing throws.");
    }

    private Task PauseAsync() =>
        _trickled > 0 || _random.Next(5) < 2 ? Task.CompletedTask : InlineDelay.For(TimeSpan.FromMilliseconds(1 + _random.Next(LongestPause)), time, _token);

    private async ValueTask<bool> DoAsync(ScriptStep step)
    {
        if (step.Kind == StepKind.End)
            return false;
        if (step.Kind == StepKind.Fault)
            return await FailAsync();
        _next++;
        Show(step);
        return true;
    }

    private void Show(ScriptStep step)
    {
        (_step, _isRead) = (step, false);
        if (step.Kind == StepKind.Text)
            visit.Wrote();
        _current = StepUpdate.Of(step, call, visit);
    }

    private async ValueTask<bool> FailAsync()
    {
        visit.Break();
        switch (_plan.Fault)
        {
            case StormFault.Silence or StormFault.Stall or StormFault.StallAfterFinish:
                await InlineDelay.For(Forever, time, _token);
                throw StormFailures.Of(StormFault.Cut, observation);
            case StormFault.Endless:
                // Slow, or a hundred at once. In the end the connection breaks, for a router that ignores the time.
                if (++_trickled > MostTrickled)
                    throw StormFailures.Of(StormFault.Cut, observation);
                if (_plan.IsEven || _trickled % AtOnce == 0)
                    await InlineDelay.For(Trickle, time, _token);
                Show(new(StepKind.Lifecycle));
                return true;
            case StormFault.EndsEarly or StormFault.SpentStream:
                return false;
            case StormFault.SwallowedError:
                observation?.Received(new(200, headers: null, StormFailures.ErrorBody));
                return false;
            case StormFault.ErrorEvent when _plan.IsEven:
                return GoesOnWith(new ChatResponseUpdate(ChatRole.Assistant, [new ErrorContent("The server had an error.") { ErrorCode = "server_error" }]) { RawRepresentation = visit });
            case StormFault.NullUpdate:
                return GoesOnWith(null);
            case StormFault.CurrentThrows:
                _throws = true;
                return true;
            default:
                throw StormFailures.Of(_plan.Fault, observation);
        }
    }

    /// <summary>Only once: what comes after it is the end.</summary>
    private bool GoesOnWith(ChatResponseUpdate? update)
    {
        if (_broke)
            return false;
        _broke = true;
        _current = update;
        return true;
    }
}
