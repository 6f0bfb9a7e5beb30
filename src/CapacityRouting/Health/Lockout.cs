using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// Shuts what will not mend by itself in seconds: a spent quota, a wrong key, a missing model. When the time is up one call
/// at a time goes through as a probe; its success opens the rest, its failure doubles the time (10 minutes to an hour).
/// </summary>
internal sealed class Lockout(Clock clock)
{
    private static readonly TimeSpan FirstProbeAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RarestProbe = TimeSpan.FromHours(1);
    private const int MostDoublings = 3;

    private readonly ProbeGate _gate = new();
    private readonly long _probeEvery = clock.ToTicks(FirstProbeAfter);
    private int _failures;
    private int _statedShort;
    private long _shutAt = long.MinValue;

    public bool IsShut => _gate.IsShut;

    /// <summary>Ticks until the next probe may go; zero when open or when a probe is due.</summary>
    public long RemainingTicks(long now) => _gate.RemainingTicks(now);

    /// <summary>True when open, and for the one caller that becomes the due probe.</summary>
    public bool TryPass(long now) => _gate.TryPass(now, _probeEvery);

    /// <summary>
    /// Shuts until the stated time, or, when none is known, for the next step of the probing schedule. Attempts that were under
    /// way when it was shut belong to the same episode: they are no further step, and never shorten it.
    /// </summary>
    /// <returns>Whether it was open before: the moment worth reporting.</returns>
    public bool Shut(TimeSpan? stated, long attemptStart, long now)
    {
        // Of several that fail at once, the one that moves the time of shutting is the episode's first.
        long shutAt = Atomic.VolatileRead(in _shutAt);
        bool isSameEpisode = attemptStart <= shutAt || !Atomic.CompareAndSwap(ref _shutAt, shutAt, now);
        int failures = isSameEpisode ? Math.Max(1, Atomic.VolatileRead(in _failures)) : Atomic.Add(ref _failures, 1);
        TimeSpan step = FirstProbeAfter * Math.Pow(2, Math.Min(failures - 1, MostDoublings));
        bool isBelieved = isSameEpisode || IsBelieved(stated);
        TimeSpan wait = isBelieved && stated is { } told ? told : step < RarestProbe ? step : RarestProbe;
        long until = now + clock.ToTicks(wait);
        return isSameEpisode ? _gate.Raise(until) : _gate.ShutUntil(until);
    }

    /// <summary>
    /// A short wait is believed once, not again when the probe after it was refused: some providers state the seconds of a minute's
    /// limit while a day's is used up.
    /// </summary>
    private bool IsBelieved(TimeSpan? stated) => Atomic.Exchange(ref _statedShort, stated < FirstProbeAfter ? 1 : 0) == 0 || stated >= FirstProbeAfter;

    /// <summary>The probe never found out: the next one may go at once, unless it was shut anew since the probe began.</summary>
    public void Undecided(long attemptStart, long now)
    {
        long mark = _gate.Mark;
        if (attemptStart > Atomic.VolatileRead(in _shutAt))
            _gate.LetNextPass(mark, now);
    }

    /// <summary>A success opens it, unless it began before it was shut and so says nothing about it.</summary>
    public void Succeeded(long attemptStart)
    {
        // Invariant: the gate is marked before it is asked when it was shut, and it is shut after that time is set: a closing that the success says nothing of stays.
        while (_gate.Mark is var mark && ProbeGate.IsShutAt(mark) && attemptStart > Atomic.VolatileRead(in _shutAt))
        {
            Atomic.VolatileWrite(ref _failures, 0);
            Atomic.VolatileWrite(ref _statedShort, 0);
            if (_gate.TryReopen(mark))
                return;
        }
    }
}
