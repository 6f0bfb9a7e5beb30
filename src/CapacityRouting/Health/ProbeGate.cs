using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// A gate in one word: open, or shut until a time at which a single caller passes as a probe. The probe moves the time on
/// as it passes, so the others stay out, and a probe that is never heard of again blocks nobody for ever.
/// </summary>
internal sealed class ProbeGate
{
    private const long Open = long.MinValue;

    private long _until = Open;

    public bool IsShut => Atomic.VolatileRead(in _until) != Open;

    /// <summary>
    /// Where the gate stands, for <see cref="TryReopen"/> and <see cref="LetNextPass"/>: taken before it is judged what an outcome says, for it may be shut anew
    /// by the time that is known.
    /// </summary>
    public long Mark => Atomic.VolatileRead(in _until);

    public static bool IsShutAt(long mark) => mark != Open;

    /// <summary>Ticks until the next probe may go; zero when open or when a probe is due.</summary>
    public long RemainingTicks(long now)
    {
        long until = Atomic.VolatileRead(in _until);
        if (until >= Clock.Never)
            return Clock.Never;
        return until == Open ? 0 : Math.Max(0, until - now);
    }

    /// <summary>True when open, and for the one caller that becomes the due probe.</summary>
    public bool TryPass(long now, long nextProbeAfter)
    {
        long until = Atomic.VolatileRead(in _until);
        if (until == Open)
            return true;
        return until <= now && Atomic.CompareAndSwap(ref _until, until, now + nextProbeAfter);
    }

    /// <returns>Whether it was open before.</returns>
    public bool ShutUntil(long until) => Atomic.Exchange(ref _until, until) == Open;

    /// <summary>Keeps a shut gate shut at least so long; one that is open stays open.</summary>
    /// <returns>False: it is no news.</returns>
    public bool Raise(long until)
    {
        // Invariant: the time only rises, and an open gate is never shut from here.
        for (long seen = Atomic.VolatileRead(in _until); seen != Open && seen < until; seen = Atomic.VolatileRead(in _until))
            if (Atomic.CompareAndSwap(ref _until, seen, until))
                break;
        return false;
    }

    /// <summary>A probe is due now, unless the gate was open or has moved since the mark.</summary>
    public void LetNextPass(long mark, long now)
    {
        if (IsShutAt(mark) && mark < Clock.Never)
            Atomic.CompareAndSwap(ref _until, mark, now);
    }

    /// <returns>False when the gate has moved since the mark: it stands as it is.</returns>
    public bool TryReopen(long mark) => Atomic.CompareAndSwap(ref _until, mark, Open);
}
