using CapacityRouting.Atomics;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>
/// Tells when a time has come that may be put off again and again. The timer underneath is not touched for that:
/// when it fires too early, it looks again.
/// </summary>
internal sealed class AttemptTimer : IDisposable
{
    private readonly Clock _clock;
    private readonly Action _runOut;
    private readonly ITimer _timer;
    private long _due = Clock.Never;
    private long _firesAt = Clock.Never;

    public AttemptTimer(Clock clock, RoutingEvents events, Action runOut)
    {
        _clock = clock;
        _runOut = runOut;
        _timer = SafeTimer.Create(clock, events, this, static self => self.Fired());
    }

    /// <summary>Sets the time, instead of any set before.</summary>
    public void RunOutAt(long due, long now)
    {
        // Invariant: the due time is written before the timer's is read, and the timer does the reverse: one sees the other.
        Atomic.Exchange(ref _due, due);
        if (due >= Atomic.VolatileRead(in _firesAt))
            return;
        Atomic.Exchange(ref _firesAt, due);
        Start(now);
    }

    /// <summary>No time is running: the caller is at work, not the provider.</summary>
    public void Pause() => Atomic.VolatileWrite(ref _due, Clock.Never);

    public void Dispose() => _timer.Dispose();

    private void Start(long now)
    {
        try
        {
            long firesAt;

            // Invariant: whoever starts the timer last has looked since whether another time was set.
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
            // The next step sets it anew, and does not rely on a timer that never fires.
            Atomic.VolatileWrite(ref _firesAt, Clock.Never);
            throw;
        }
    }

    private void Fired()
    {
        Atomic.Exchange(ref _firesAt, Clock.Never);
        long now = _clock.Now;
        long due = Atomic.VolatileRead(in _due);
        if (due <= now)
            _runOut();
        else if (due < Clock.Never)
            PutOff(due, now);
    }

    /// <summary>What can no longer be timed is over: nobody else would end a step that never comes.</summary>
    private void PutOff(long due, long now)
    {
        // Who sets an earlier time at this moment starts the timer too.
        if (!Atomic.CompareAndSwap(ref _firesAt, Clock.Never, due))
            return;
        try
        {
            Start(now);
        }
        catch (Exception)
        {
            _runOut();
            throw;
        }
    }
}
