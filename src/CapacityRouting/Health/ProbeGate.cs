using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// A gate in one word: open, or shut until a time at which a single caller passes as a probe. The passing probe moves the time
/// on, so that the other callers stay out. A probe without an outcome thus blocks the gate only for a time.
/// </summary>
internal sealed class ProbeGate
{
    private const long Open = long.MinValue;
    private const long ForGood = long.MaxValue;

    private long _until = Open;

    public bool IsShut => Atomic.VolatileRead(in _until) != Open;

    /// <summary>
    /// The state of the gate, for <see cref="TryReopen"/> and <see cref="LetNextPass"/>. It must be read before an outcome is judged, as the gate may be shut anew
    /// meanwhile.
    /// </summary>
    public long Mark => Atomic.VolatileRead(in _until);

    public static bool IsShutAt(long mark) => mark != Open;

    /// <summary>Whether no probe ever passes.</summary>
    public static bool IsShutForGoodAt(long mark) => mark == ForGood;

    /// <summary>Ticks until the next probe may go; zero when open or when a probe is due.</summary>
    public long RemainingTicks(long now)
    {
        long until = Atomic.VolatileRead(in _until);
        return until switch
        {
            Open => 0,
            ForGood => Clock.Never,
            _ => Math.Max(0, until - now),
        };
    }

    /// <summary>True when open. A due probe goes to exactly one caller that gets true.</summary>
    public bool TryPass(long now, long nextProbeAfter)
    {
        long until = Atomic.VolatileRead(in _until);
        if (until == Open)
            return true;
        return until <= now && Atomic.CompareAndSwap(ref _until, until, now + nextProbeAfter);
    }

    /// <returns>Whether it was open before.</returns>
    public bool ShutUntil(long until) => Atomic.Exchange(ref _until, until) == Open;

    /// <summary>Shuts an open gate; a shut one stays as it is.</summary>
    /// <returns>Whether it was open.</returns>
    public bool TryShutUntil(long until) => Atomic.CompareAndSwap(ref _until, Open, until);

    /// <summary>Lets no probe pass until the gate is reopened.</summary>
    public void ShutForGood() => Atomic.Exchange(ref _until, ForGood);

    public void Reopen() => Atomic.Exchange(ref _until, Open);

    /// <summary>Keeps a shut gate shut for at least so long; an open gate stays open.</summary>
    /// <returns>False: nothing to report.</returns>
    public bool Raise(long until)
    {
        // Invariant: the time only rises, and an open gate is never shut from here.
        for (long seen = Atomic.VolatileRead(in _until); seen != Open && seen < until; seen = Atomic.VolatileRead(in _until))
            if (Atomic.CompareAndSwap(ref _until, seen, until))
                break;
        return false;
    }

    /// <summary>Makes a probe due now, unless the gate was open or has moved since the mark.</summary>
    public void LetNextPass(long mark, long now)
    {
        if (IsShutAt(mark) && !IsShutForGoodAt(mark))
            Atomic.CompareAndSwap(ref _until, mark, now);
    }

    /// <returns>False when the gate has moved since the mark; it then stays as it is.</returns>
    public bool TryReopen(long mark) => Atomic.CompareAndSwap(ref _until, mark, Open);
}
