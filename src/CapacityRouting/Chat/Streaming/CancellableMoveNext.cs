using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using CapacityRouting.Atomics;

namespace CapacityRouting.Chat.Streaming;

/// <summary>
/// A step of a stream that takes time, and can be given up. One object serves every step of a stream in turn, so that a wait
/// allocates nothing. A step that was given up runs on by itself, and reports when it comes to rest.
/// </summary>
/// <remarks>One step at a time. <see cref="GiveUp"/> may come at any time, from any thread, and ends only a running step.</remarks>
internal abstract class CancellableMoveNext : IValueTaskSource<StreamStep>
{
    private const int Resting = 0;
    private const int Running = 1;
    private const int GivenUp = 2;

    private readonly Action _arrived;
    private ManualResetValueTaskSourceCore<StreamStep> _outcome;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _step;
    private int _state;

    protected CancellableMoveNext() => _arrived = Arrived;

    /// <summary>Whether a step is under way and has not been given up.</summary>
    protected bool IsRunning => Atomic.VolatileRead(in _state) == Running;

    /// <summary>Whether no step is under way, not even one that was given up.</summary>
    protected bool IsAtRest => Atomic.VolatileRead(in _state) == Resting;

    /// <summary>Drops the waiting continuation at once: the stream's holder must not keep a forgotten reader alive through its step.</summary>
    StreamStep IValueTaskSource<StreamStep>.GetResult(short token)
    {
        StreamStep outcome = _outcome.GetResult(token);
        _outcome.Reset();
        return outcome;
    }

    ValueTaskSourceStatus IValueTaskSource<StreamStep>.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource<StreamStep>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    /// <summary>The result of a step that took time and ended in time.</summary>
    protected abstract StreamStep Read(bool moved);

    /// <summary>The exception of a step; null where it was given up.</summary>
    protected abstract StreamStep Failed(Exception? thrown);

    /// <summary>A step that was given up has ended.</summary>
    protected abstract void CameToRest();

    /// <param name="step">A step that has not ended: the outcome of an ended one would come late.</param>
    protected ValueTask<StreamStep> Race(ValueTask<bool> step)
    {
        ValueTask<StreamStep> raced = new(this, _outcome.Version);
        _step = step.ConfigureAwait(false).GetAwaiter();

        // Invariant: the state is running before the caller's cancellation is checked, and a caller has cancelled before GiveUp reads the state.
        Atomic.Exchange(ref _state, Running);
        _step.UnsafeOnCompleted(_arrived);
        return raced;
    }

    /// <param name="thrown">The reason; null where time or patience ran out.</param>
    protected void GiveUp(Exception? thrown = null)
    {
        if (Atomic.CompareAndSwap(ref _state, Running, GivenUp))
            _outcome.SetResult(Failed(thrown));
    }

    private void Arrived()
    {
        if (!Atomic.CompareAndSwap(ref _state, Running, Resting))
        {
            // The exception is read in every case: an unread one would surface in the finaliser.
            _ = Outcome(isInTime: false);
            Atomic.VolatileWrite(ref _state, Resting);
            CameToRest();
            return;
        }

        // Last, since the waiting code continues in here, and may take the next step.
        _outcome.SetResult(Outcome(isInTime: true));
    }

    private StreamStep Outcome(bool isInTime)
    {
        try
        {
            bool moved = _step.GetResult();
            return isInTime ? Read(moved) : default;
        }
        catch (Exception thrown)
        {
            return isInTime ? Failed(thrown) : default;
        }
    }
}
