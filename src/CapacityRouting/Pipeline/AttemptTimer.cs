using CapacityRouting.Atomics;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>
/// A timer for a due time that is often postponed. A postponement does not touch the underlying timer:
/// when that fires too early, it is set again. The time that runs out may also be put off once it is due.
/// </summary>
internal sealed class AttemptTimer : IDisposable
{
    private readonly Clock _clock;
    private readonly Func<long, long> _runOut;
    private readonly ITimer _timer;
    private long _due = Clock.Never;
    private long _firesAt = Clock.Never;

    /// <param name="clock">The time.</param>
    /// <param name="events">Where an exception is told.</param>
    /// <param name="runOut">Runs at the due time. A later time than the one it is given puts the due time off.</param>
    public AttemptTimer(Clock clock, RoutingEvents events, Func<long, long> runOut)
    {
        _clock = clock;
        _runOut = runOut;
        _timer = SafeTimer.Create(clock, events, this, static self => self.Fired());
    }

    /// <summary>Sets the due time, which replaces any earlier one.</summary>
    public void RunOutAt(long due, long now)
    {
        // Invariant: this writes the due time and then reads that of the timer; the timer writes its own and then reads the due time. So one of the two sees the other.
        Atomic.Exchange(ref _due, due);
        if (due >= Atomic.VolatileRead(in _firesAt))
            return;
        Atomic.Exchange(ref _firesAt, due);
        Start(now);
    }

    /// <summary>Stops the time while the caller works, not the provider.</summary>
    public void Pause() => Atomic.VolatileWrite(ref _due, Clock.Never);

    public void Dispose() => _timer.Dispose();

    private void Start(long now)
    {
        try
        {
            long firesAt;

            // Invariant: the last thread to start the timer has checked afterwards that no other time was set.
            do
            {
                firesAt = Atomic.VolatileRead(in _firesAt);
                if (firesAt < Clock.Never)
                    _timer.Change(_clock.ToWait(Math.Max(0, firesAt - now)), Timeout.InfiniteTimeSpan);
            }
            while (firesAt != Atomic.VolatileRead(in _firesAt));
        }
        catch (Exception)
        {
            // The next step sets the timer anew, and does not rely on one that never fires.
            Atomic.VolatileWrite(ref _firesAt, Clock.Never);
            throw;
        }
    }

    private void Fired()
    {
        Atomic.Exchange(ref _firesAt, Clock.Never);
        long now = _clock.Now;
        long due = Atomic.VolatileRead(in _due);
        if (due <= now && !TryPutOff(ref due, now))
            return;
        if (due < Clock.Never)
            PutOff(due, now);
    }

    /// <returns>False when the time has run out, or was stopped or set anew meanwhile.</returns>
    private bool TryPutOff(ref long due, long now)
    {
        (long before, due) = (due, _runOut(now));
        return due > now && Atomic.CompareAndSwap(ref _due, before, due);
    }

    /// <summary>Postpones the timer. If that throws, the time counts as run out: nothing else would end a step that never comes.</summary>
    private void PutOff(long due, long now)
    {
        // If the swap fails, a thread has just set an earlier time, and starts the timer too.
        if (!Atomic.CompareAndSwap(ref _firesAt, Clock.Never, due))
            return;
        try
        {
            Start(now);
        }
        catch (Exception)
        {
            _ = _runOut(Clock.Never);
            throw;
        }
    }
}
