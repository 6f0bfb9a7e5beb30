using CapacityRouting.Atomics;
using CapacityRouting.Time;
using Polly.CircuitBreaker;

namespace CapacityRouting.Health;

/// <summary>
/// The circuit breaker of a route, told outcomes after the fact, so that one rule serves calls and streams alike. It opens by the share of failures, or by
/// timeouts in a row at any rate of calls. Its state is the word of its gate.
/// </summary>
/// <remarks>
/// <para>While a route has had no failure within the sampling duration, its successes are not counted: a healthy route pays a few reads.</para>
/// <para>
/// While the circuit is open, only an attempt that began after its opening is evidence: a probe. The time to the next probe is a share of the outage, so that the
/// way back never takes much longer than the outage itself.
/// </para>
/// </remarks>
/// <param name="settings">When it opens, and for how long.</param>
/// <param name="clock">The clock.</param>
/// <param name="jitter">The source of jitter.</param>
/// <param name="isAlone">Whether the router has no other route, so that a call that is passed by has nowhere to go.</param>
internal sealed class Breaker(CircuitBreakerSettings settings, Clock clock, Jitter jitter, bool isAlone = false)
{
    // A hang costs each caller its whole patience. To open by mistake costs one break of the shortest length. A short time may have been learned
    // from a route that was faster, and is wrong twice before it is doubled.
    private const int TimeoutsThatOpen = 3;
    private const int LongOnesThatOpen = 2;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    // Where calls are rarer than probes are due, each call would be a probe. After a probe that hung, so many of them pass by.
    private const int CallsBetweenHangs = 4;

    private readonly ProbeGate _gate = new();
    private readonly ProbeTimes _probes = new(settings, clock, jitter);
    private readonly OutcomeWindow _outcomes = new(clock.ToTicks(settings.SamplingDuration));
    private readonly ServedStarts _served = new(clock);
    private readonly long _long = clock.ToTicks(Long);
    private readonly long _sampling = clock.ToTicks(settings.SamplingDuration);
    private TimeoutRun? _timeouts;
    private long _watchUntil = long.MinValue;
    private long _openedAt = long.MinValue;
    private long _evidenceFrom = long.MinValue;
    private long _probedAt = long.MinValue;
    private long _frequentUntil = long.MinValue;
    private int _breaksAnswers;
    private int _passingBy;

    public CircuitState State =>
        _gate.Mark is var mark && !ProbeGate.IsShutAt(mark) ? CircuitState.Closed
        : ProbeGate.IsShutForGoodAt(mark) ? CircuitState.Isolated
        : CircuitState.Open;

    public bool IsShut => _gate.IsShut;

    /// <summary>Whether the circuit is open because answers broke off that had begun: a probe has to show more than a beginning.</summary>
    public bool BreaksAnswers => Atomic.VolatileRead(in _breaksAnswers) != 0;

    /// <summary>Whether the next caller is passed by, as the last probe hung and calls are rare.</summary>
    public bool IsPassingBy(long now) => IsShut && Atomic.VolatileRead(in _passingBy) > 0 && now > Atomic.VolatileRead(in _frequentUntil);

    /// <summary>Ticks until the next probe may go; zero when the circuit is closed or a probe is due.</summary>
    public long RemainingTicks(long now) => _gate.RemainingTicks(now);

    /// <summary>
    /// True when the circuit is closed. A due probe goes to exactly one caller that gets true. A probe without an answer lets the next one go as one that has failed
    /// does. After a probe that hung, a few callers are passed by first.
    /// </summary>
    public bool TryPass(long now)
    {
        if (!_gate.IsShut)
            return true;
        if (_gate.RemainingTicks(now) > 0 || PassesBy(now) || !_gate.TryPass(now, _probes.Wait(OutageAt(now))))
            return false;
        Atomic.RaiseTo(ref _probedAt, now);
        return true;
    }

    /// <summary>Notes that an attempt has ended well.</summary>
    /// <param name="attemptStart">When it began. The success of an attempt that began before the circuit opened is no evidence of recovery.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <returns>Whether this closed the circuit.</returns>
    public bool Succeeded(long attemptStart, long now)
    {
        _served.Note(attemptStart);
        if (_gate.IsShut)
            return TryClose(attemptStart);
        if (now <= Atomic.VolatileRead(in _watchUntil))
            _outcomes.Note(failed: false, now);
        return false;
    }

    /// <summary>Notes that an attempt has failed.</summary>
    /// <param name="attemptStart">When it began. The failure of an outage that has ended since does not count.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="isTimeout">Whether its time ran out.</param>
    /// <param name="isBrokenAnswer">Whether an answer had begun.</param>
    /// <returns>Whether this opened the circuit.</returns>
    public bool Failed(long attemptStart, long now, bool isTimeout = false, bool isBrokenAnswer = false)
    {
        if (_gate.IsShut)
        {
            ProbeFailed(attemptStart, now, isTimeout, isBrokenAnswer);
            return false;
        }

        if (_served.AreWellSince(attemptStart))
            return false;
        Atomic.RaiseTo(ref _watchUntil, now + _sampling);
        _outcomes.Note(failed: true, now);
        bool hangs = isTimeout && settings.MinimumThroughput < int.MaxValue && AreInARow(attemptStart, now);
        return (hangs || _outcomes.Exceed(settings.FailureRatio, settings.MinimumThroughput, now)) && Open(now, hangs, IsLong(attemptStart, now), isBrokenAnswer);
    }

    /// <summary>Notes a probe without a verdict: the next one may go at once, unless the circuit opened again since the probe began.</summary>
    public void Undecided(long attemptStart, long now)
    {
        long mark = _gate.Mark;
        if (attemptStart > Atomic.VolatileRead(in _evidenceFrom))
            _gate.LetNextPass(mark, now);
    }

    public void Isolate() => _gate.ShutForGood();

    public void Restore()
    {
        Forget();
        _gate.Reopen();
    }

    private bool Open(long now, bool hangs, bool isLong, bool isBrokenAnswer)
    {
        // Invariant: these are set before the gate is shut. So an attempt that finds it shut finds since when.
        Atomic.VolatileWrite(ref _openedAt, now);
        Atomic.RaiseTo(ref _evidenceFrom, now);
        Atomic.VolatileWrite(ref _breaksAnswers, isBrokenAnswer ? 1 : 0);
        Ration(hangs, isCostly: isLong, due: now + _probes.First);
        return _gate.TryShutUntil(now + _probes.First);
    }

    private void ProbeFailed(long attemptStart, long now, bool hung, bool isBrokenAnswer)
    {
        if (attemptStart <= Atomic.VolatileRead(in _evidenceFrom))
            return;
        Atomic.RaiseTo(ref _evidenceFrom, attemptStart);
        if (isBrokenAnswer)
            Atomic.VolatileWrite(ref _breaksAnswers, 1);

        // If another probe has gone meanwhile, calls are frequent.
        if (attemptStart >= Atomic.VolatileRead(in _probedAt))
            Ration(hung, isCostly: _gate.RemainingTicks(now) == 0, due: now + _gate.RemainingTicks(now));
    }

    private bool TryClose(long attemptStart)
    {
        // Invariant: the mark is read before the time of opening, and the gate is shut after that time is set. So a circuit that opened after the attempt stays open.
        while (_gate.Mark is var mark && ProbeGate.IsShutAt(mark) && !ProbeGate.IsShutForGoodAt(mark) && attemptStart > Atomic.VolatileRead(in _evidenceFrom))
        {
            Forget();
            if (_gate.TryReopen(mark))
                return true;
        }

        return false;
    }

    /// <summary>A circuit that closes begins anew: the failures that opened it do not open it again.</summary>
    private void Forget()
    {
        _outcomes.Clear();
        Atomic.VolatileWrite(ref _timeouts, null);
        Atomic.VolatileWrite(ref _breaksAnswers, 0);
    }

    /// <summary>Sets how many callers are passed by before the next probe: none after a probe that did not hang, and none where calls are frequent.</summary>
    /// <param name="hung">Whether the attempt hung.</param>
    /// <param name="isCostly">Whether it hung for longer than it takes until the next probe.</param>
    /// <param name="due">When the next probe is due. A caller shortly after that shows that calls are frequent.</param>
    private void Ration(bool hung, bool isCostly, long due)
    {
        Atomic.VolatileWrite(ref _frequentUntil, isCostly ? long.MinValue : due + _probes.Shortest);
        Atomic.VolatileWrite(ref _passingBy, hung && !isAlone ? CallsBetweenHangs : 0);
    }

    private bool IsLong(long attemptStart, long now) => now - attemptStart >= _long;

    /// <returns>Whether this caller is one of those that are passed by.</returns>
    private bool PassesBy(long now)
    {
        if (now <= Atomic.VolatileRead(in _frequentUntil))
            return false;

        // Invariant: each swap lets one caller by, and the count never falls below zero.
        for (int left = Atomic.VolatileRead(in _passingBy); left > 0; left = Atomic.VolatileRead(in _passingBy))
            if (Atomic.CompareAndSwap(ref _passingBy, left, left - 1))
                return true;
        return false;
    }

    /// <summary>Adds a timeout to those in a row.</summary>
    /// <returns>Whether they are enough to open the circuit.</returns>
    private bool AreInARow(long attemptStart, long now)
    {
        int enough = IsLong(attemptStart, now) ? LongOnesThatOpen : TimeoutsThatOpen;

        // Invariant: each swap adds one timeout to the run, or begins another one.
        while (true)
        {
            TimeoutRun? seen = Atomic.VolatileRead(in _timeouts);
            bool goesOn = seen is not null && !_served.IsAnyAfter(Math.Min(seen.From, attemptStart));
            TimeoutRun next = goesOn ? new(Math.Min(seen!.From, attemptStart), seen.Length + 1) : new(attemptStart, 1);
            if (Atomic.CompareAndSwap(ref _timeouts, seen, next))
                return next.Length >= enough;
        }
    }

    private long OutageAt(long now) => now - Atomic.VolatileRead(in _openedAt);

    /// <summary>Timeouts without a success of an attempt that began after the first of them.</summary>
    private sealed record TimeoutRun(long From, int Length);
}
