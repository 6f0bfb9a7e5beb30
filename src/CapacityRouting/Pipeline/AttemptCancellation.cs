using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>
/// Cancels an attempt when the caller cancels or when its time runs out, and distinguishes the two. The timer is made only
/// when a call takes time: an immediate answer needs none.
/// </summary>
internal sealed class AttemptCancellation : CancellationTokenSource
{
    private const int SecondsPerMinute = 60;

    private readonly Attempt _attempt;
    private readonly CancellationTokenRegistration _caller;
    private AttemptTimer? _timer;
    private long _latest;
    private int _timedOut;

    public AttemptCancellation(Attempt attempt)
    {
        _attempt = attempt;
        _caller = attempt.Caller.UnsafeRegister(static self => CancelQuietly((AttemptCancellation)self!), this);
    }

    /// <summary>Whether a timeout was the cause.</summary>
    public bool TimedOut => Atomic.VolatileRead(in _timedOut) != 0;

    /// <summary>Cancels at a time, which replaces any earlier one.</summary>
    /// <param name="due">The time.</param>
    /// <param name="latest">The time where the call has nowhere else to go; later than the other where that one is learned.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    public void CancelAt(long due, long latest, long now)
    {
        if (_timer is null && due >= Clock.Never)
            return;
        _latest = latest;
        _timer ??= new(_attempt.Clock, _attempt.Events, RunOut);
        _timer.RunOutAt(due, now);
    }

    /// <summary>Stops the time limit.</summary>
    public void Pause() => _timer?.Pause();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Without waiting: the caller may be cancelling right now on another thread, and running its own code there.
            _caller.Unregister();
            _timer?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>A later time where the attempt goes on until then: another route may have room a second later.</returns>
    private long RunOut(long now)
    {
        if (now < _latest && !_attempt.TryGiveUp(now))
            return Math.Min(_latest, now + (_attempt.Clock.TicksPerMinute / SecondsPerMinute));
        Atomic.VolatileWrite(ref _timedOut, 1);
        CancelQuietly(this);
        return now;
    }

    /// <summary>Cancels on behalf of a timer or of a caller. Neither gets the exceptions of a client's callbacks.</summary>
    public static void CancelQuietly(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended at the same moment as its time, or as its caller cancelled.
        }
        catch (AggregateException)
        {
            // A callback that the client had registered threw. All other callbacks have run.
        }
    }
}
