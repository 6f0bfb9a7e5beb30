using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>
/// Cancels an attempt when the caller gives up or when its time runs out, and tells the two apart. Its timer is made only
/// when a call turns out to take time: an answer that is there at once needs none.
/// </summary>
internal sealed class AttemptCancellation : CancellationTokenSource
{
    private readonly Attempt _attempt;
    private readonly CancellationTokenRegistration _caller;
    private AttemptTimer? _timer;
    private int _timedOut;

    public AttemptCancellation(Attempt attempt)
    {
        _attempt = attempt;
        _caller = attempt.Caller.UnsafeRegister(static self => CancelQuietly((AttemptCancellation)self!), this);
    }

    /// <summary>Whether it was the time that cancelled.</summary>
    public bool TimedOut => Atomic.VolatileRead(in _timedOut) != 0;

    /// <summary>Cancels at a time, instead of any time set before.</summary>
    public void CancelAt(long due, long now)
    {
        if (_timer is null && due >= Clock.Never)
            return;
        _timer ??= new(_attempt.Clock, _attempt.Events, RunOut);
        _timer.RunOutAt(due, now);
    }

    /// <summary>No time is running.</summary>
    public void Pause() => _timer?.Pause();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Not waited for: the caller may be cancelling at this moment, on another thread, with its own code going on inside.
            _caller.Unregister();
            _timer?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void RunOut()
    {
        Atomic.VolatileWrite(ref _timedOut, 1);
        CancelQuietly(this);
    }

    /// <summary>Cancels for a timer, or for a caller who cancels something of its own: neither is to be hit by what a client's callbacks throw.</summary>
    public static void CancelQuietly(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended as its time did, or as its caller gave up.
        }
        catch (AggregateException)
        {
            // A callback that the client had registered on its token threw. All the others have been called.
        }
    }
}
