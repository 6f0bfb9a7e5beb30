using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// Shuts a route or quota for a fault that lasts longer than seconds: a spent quota, a wrong key, a missing model. After the time one call
/// at a time passes as a probe. Its success opens the lockout; its failure doubles the time, from 10 minutes to an hour.
/// </summary>
/// <remarks>
/// A stated wait is believed up to an hour at a time, however long it is. A probe an hour costs one refused call, which another route then serves. A statement
/// that is wrong, in the unit or by ten years, would else cost the route.
/// </remarks>
internal sealed class Lockout(Clock clock)
{
    /// <summary>The longest time without a probe.</summary>
    public static readonly TimeSpan RarestProbe = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstProbeAfter = TimeSpan.FromMinutes(10);
    private const int MostDoublings = 3;

    private readonly ProbeGate _gate = new();
    private readonly long _probeEvery = clock.ToTicks(FirstProbeAfter);
    private readonly long _longest = clock.ToTicks(RarestProbe);
    private int _failures;
    private int _statedShort;
    private long _shutAt = long.MinValue;

    public bool IsShut => _gate.IsShut;

    /// <summary>Ticks until the next probe may go; zero when open or when a probe is due.</summary>
    public long RemainingTicks(long now) => _gate.RemainingTicks(now);

    /// <summary>True when open. A due probe goes to exactly one caller that gets true.</summary>
    public bool TryPass(long now) => _gate.TryPass(now, _probeEvery);

    /// <summary>
    /// Shuts until the stated time, or, without one, for the next step of the probing schedule. Attempts that were under
    /// way at the shutting belong to the same episode: they are no further step, and never shorten it.
    /// </summary>
    /// <returns>Whether it was open before: only that is worth reporting.</returns>
    public bool Shut(TimeSpan? stated, long attemptStart, long now)
    {
        // Several attempts may fail at once: the one whose swap moves the time begins the episode.
        long shutAt = Atomic.VolatileRead(in _shutAt);
        bool isSameEpisode = attemptStart <= shutAt || !Atomic.CompareAndSwap(ref _shutAt, shutAt, now);
        int failures = isSameEpisode ? Math.Max(1, Atomic.VolatileRead(in _failures)) : Atomic.Add(ref _failures, 1);
        TimeSpan step = FirstProbeAfter * Math.Pow(2, Math.Min(failures - 1, MostDoublings));
        bool isBelieved = isSameEpisode || IsBelieved(stated);
        long until = now + Math.Min(clock.ToTicks(isBelieved && stated is { } told ? told : step), _longest);
        return isSameEpisode ? _gate.Raise(until) : _gate.ShutUntil(until);
    }

    /// <summary>
    /// Whether to believe a stated wait. A short one is believed once, not again after its probe was refused: some providers state the seconds of a minute's
    /// limit while the limit of the day is used up.
    /// </summary>
    private bool IsBelieved(TimeSpan? stated) => Atomic.Exchange(ref _statedShort, stated < FirstProbeAfter ? 1 : 0) == 0 || stated >= FirstProbeAfter;

    /// <summary>Notes a probe without a verdict: the next one may go at once, unless the lockout was shut again since the probe began.</summary>
    public void Undecided(long attemptStart, long now)
    {
        long mark = _gate.Mark;
        if (attemptStart > Atomic.VolatileRead(in _shutAt))
            _gate.LetNextPass(mark, now);
    }

    /// <summary>Opens after a success, unless the attempt began before the lockout was shut and so is no evidence.</summary>
    public void Succeeded(long attemptStart)
    {
        // Invariant: the mark is read before the time of shutting, and the gate is shut after that time is set. So a lockout newer than the attempt stays.
        while (_gate.Mark is var mark && ProbeGate.IsShutAt(mark) && attemptStart > Atomic.VolatileRead(in _shutAt))
        {
            Atomic.VolatileWrite(ref _failures, 0);
            Atomic.VolatileWrite(ref _statedShort, 0);
            if (_gate.TryReopen(mark))
                return;
        }
    }
}
