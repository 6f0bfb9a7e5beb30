using CapacityRouting.Atomics;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>The calls of a source, and whether it answers: it does not once a call has thrown or is late, until the next one succeeds.</summary>
/// <remarks>Thread-safe; its owner makes one call at a time. Reads of the state take no lock.</remarks>
internal sealed class SourceCalls : IDisposable
{
    /// <summary>How long takes wait for a call. Long enough for a disk that was asleep, and short enough for a host with a shutdown timeout.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // The first guess of a save, which is a flush of a disk or a write over a network.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly Clock _clock;
    private readonly RoutingEvents _events;
    private readonly Action _changed;
    private readonly ITimer _late;
    private readonly CancellationTokenSource _stop = new();
    private long _calledAt;
    private int _isCalling;
    private int _isFailing;
    private int _failsClosed;

    /// <param name="clock">The time.</param>
    /// <param name="events">Where the first failure of a series is told.</param>
    /// <param name="changed">Called when the source answers again, or no longer.</param>
    public SourceCalls(Clock clock, RoutingEvents events, Action changed)
    {
        (_clock, _events, _changed) = (clock, events, changed);
        _late = SafeTimer.Create(clock, events, this, static self => self.Look());
    }

    public bool IsFailing => Atomic.VolatileRead(in _isFailing) != 0;

    /// <summary>Whether takes wait for notes: while the source answers, and where the options refuse takes otherwise.</summary>
    public bool IsHolding => !IsFailing || Atomic.VolatileRead(in _failsClosed) != 0;

    public bool IsStopped => _stop.IsCancellationRequested;

    public CancellationToken Token => _stop.Token;

    public void FailsClosed(bool value) => Atomic.VolatileWrite(ref _failsClosed, value ? 1 : 0);

    /// <summary>
    /// When the call under way, or the next one, is expected to end: it takes as long again as it has so far. <see cref="Clock.Never"/> while the source does not answer and takes wait
    /// for it. Takes that do not wait are let go in a moment: the failure is known before the reservations are refreshed.
    /// </summary>
    public long ExpectedIn(long now)
    {
        if (IsFailing)
            return IsHolding ? Clock.Never : _clock.ToTicks(Shortest);
        long passed = Atomic.VolatileRead(in _isCalling) == 0 ? 0 : now - Atomic.VolatileRead(in _calledAt);
        return Math.Clamp(passed, _clock.ToTicks(Shortest), _clock.ToTicks(Patience));
    }

    public async ValueTask<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call)
    {
        Atomic.VolatileWrite(ref _calledAt, _clock.Now);
        Atomic.VolatileWrite(ref _isCalling, 1);
        _late.Change(Patience, Timeout.InfiniteTimeSpan);
        try
        {
            return await call(Token).ConfigureAwait(false);
        }
        finally
        {
            Atomic.VolatileWrite(ref _isCalling, 0);
            _late.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Succeeded()
    {
        Atomic.Exchange(ref _isFailing, 0);
        _changed();
    }

    /// <summary>Reports only the first failure of a series, and none that disposal has caused.</summary>
    public void Failed(in RoutingEvent failure)
    {
        if (Atomic.Exchange(ref _isFailing, 1) != 0)
            return;
        if (!IsStopped)
            _events.Tell(failure);
        _changed();
    }

    /// <summary>Cancels the call under way, asynchronously: callbacks that the source registered run on the thread pool, and throw there.</summary>
    public void Stop() => _ = _stop.CancelAsync();

    /// <summary>Ends the timer. The token goes on until <see cref="Stop"/>.</summary>
    public void Dispose() => _late.Dispose();

    // The timer may fire as its call ends and the next one begins.
    private void Look()
    {
        if (Atomic.VolatileRead(in _isCalling) != 0 && _clock.Now - Atomic.VolatileRead(in _calledAt) >= _clock.ToTicks(Patience / 2))
            Failed(RoutingEvent.UsageNotNoted(Patience));
    }
}
