using CapacityRouting.Atomics;
using CapacityRouting.Capacity;

namespace CapacityRouting.Attempts;

/// <summary>
/// Cancels an attempt when the caller gives up or when its time runs out, and tells the two apart. The timer starts only when
/// a call turns out to take time, and is not touched for every update of a stream: when it fires too early it looks again.
/// </summary>
internal sealed class AttemptCancellation : CancellationTokenSource
{
    private readonly Clock _clock;
    private readonly CancellationTokenRegistration _caller;
    private ITimer? _timer;
    private long _due = Clock.Never;
    private long _firesAt = Clock.Never;
    private int _timedOut;

    public AttemptCancellation(Clock clock, CancellationToken caller)
    {
        _clock = clock;
        _caller = caller.UnsafeRegister(static self => ((AttemptCancellation)self!).Cancel(), this);
    }

    /// <summary>Whether it was the time that cancelled.</summary>
    public bool TimedOut => Atomic.Read(in _timedOut) != 0;

    /// <summary>Cancels at a time, instead of any time set before.</summary>
    public void CancelAt(long due, long now)
    {
        // Invariant: the due time is written before the timer's is read, and the timer does the reverse: one sees the other.
        Atomic.Exchange(ref _due, due);
        if (due < Atomic.Read(in _firesAt))
            Start(due, now);
    }

    /// <summary>No time is running: the caller is at work, not the provider.</summary>
    public void Pause() => Atomic.Write(ref _due, Clock.Never);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _caller.Dispose();
            _timer?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Start(long due, long now)
    {
        Atomic.Write(ref _firesAt, due);
        _timer ??= _clock.Provider.CreateTimer(static self => ((AttemptCancellation)self!).Fired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_clock.ToWait(Math.Max(0, due - now)), Timeout.InfiniteTimeSpan);
    }

    private void Fired()
    {
        try
        {
            Atomic.Exchange(ref _firesAt, Clock.Never);
            long now = _clock.Now;
            long due = Atomic.Read(in _due);
            if (due <= now)
                RunOut();
            else if (due < Clock.Never)
                Start(due, now);
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended as its time did.
        }
    }

    private void RunOut()
    {
        Atomic.Write(ref _timedOut, 1);
        Cancel();
    }
}
