using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// Slow start: where nobody knows yet what a provider takes, or it has just come back, only a few calls are under way at once. Each success
/// makes room for one more, which doubles them with every round of answers, and so does every second in which nobody complains.
/// </summary>
/// <remarks>
/// A first window of ten and its doubling are TCP's (RFC 6928, RFC 5681). The doubling by time is for models that take long to answer: those
/// who wait must not be refused for want of a signal.
/// </remarks>
internal sealed class SlowStart(Clock clock)
{
    /// <summary>No slow start.</summary>
    public const int Off = int.MaxValue;

    private const int First = 10;
    private const int Least = 2;

    // From here on a burst is not worth holding up.
    private const int Enough = 160;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly long _patience = clock.ToTicks(Patience);
    private int _width = Off;
    private int _isAdvice;
    private long _widensAt = Clock.Never;

    /// <summary>How many calls may be under way.</summary>
    public int Width => Atomic.VolatileRead(in _width);

    /// <summary>When it widens although nobody has answered.</summary>
    public long WidensAt => Atomic.VolatileRead(in _widensAt);

    /// <summary>Whether it only spreads calls: the provider has neither refused nor failed yet, so nobody is turned away for it.</summary>
    public bool IsAdvice => Atomic.VolatileRead(in _isAdvice) != 0;

    /// <summary>For a provider of which nothing is known.</summary>
    public void BeginUnknown(long now)
    {
        Begin(First, now);
        Atomic.VolatileWrite(ref _isAdvice, 1);
    }

    /// <summary>After an outage: what is under way still is, and a few more may be.</summary>
    public void BeginAgain(int underWay, long now) => Begin(underWay + Least, now);

    /// <summary>After a refusal that gave no figures: half of what was under way may be.</summary>
    public void Narrow(int underWay, long now) => Begin(Math.Clamp(underWay / 2, Least, First), now);

    public void Succeeded()
    {
        int seen = Width;
        if (seen != Off)
            Widen(seen, seen + 1);
    }

    /// <summary>Widens when its time has come.</summary>
    /// <returns>Whether it had.</returns>
    public bool Look(long now)
    {
        long due = WidensAt;
        int seen = Width;
        bool isDue = seen != Off && now >= due && Atomic.CompareAndSwap(ref _widensAt, due, now + _patience);
        if (isDue)
            Widen(seen, 2 * seen);
        return isDue;
    }

    private void Begin(int width, long now)
    {
        Atomic.VolatileWrite(ref _isAdvice, 0);
        Atomic.VolatileWrite(ref _widensAt, now + _patience);
        Atomic.VolatileWrite(ref _width, width);
    }

    // A lost race loses one success of many.
    private void Widen(int from, int to) => Atomic.CompareAndSwap(ref _width, from, to < Enough ? to : Off);
}
