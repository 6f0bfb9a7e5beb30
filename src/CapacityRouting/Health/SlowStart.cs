using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// The slow start of a provider of unknown capacity, or after an outage: only a few calls are under way at once. Each success
/// makes room for one more, which doubles the width with every round of answers. Each second without a refusal doubles it too.
/// </summary>
/// <remarks>
/// The initial window of ten and the doubling per round are TCP's (RFC 6928, RFC 5681). The doubling by time is for models with slow answers:
/// a waiter must not be refused for lack of a signal.
/// </remarks>
internal sealed class SlowStart(Clock clock)
{
    /// <summary>No slow start.</summary>
    public const int Off = int.MaxValue;

    private const int First = 10;
    private const int Least = 2;

    // From this width on the slow start ends: a burst is no longer worth delaying.
    private const int Enough = 160;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly long _patience = clock.ToTicks(Patience);
    private int _width = Off;
    private int _isAdvice;
    private long _widensAt = Clock.Never;

    /// <summary>The number of calls that may be under way.</summary>
    public int Width => Atomic.VolatileRead(in _width);

    /// <summary>When it widens even without an answer.</summary>
    public long WidensAt => Atomic.VolatileRead(in _widensAt);

    /// <summary>Whether it is only advice, which spreads calls: the provider has neither refused nor failed yet, so no request is refused for it.</summary>
    public bool IsAdvice => Atomic.VolatileRead(in _isAdvice) != 0;

    /// <summary>Begins for a provider of unknown capacity.</summary>
    public void BeginUnknown(long now)
    {
        Begin(First, now);
        Atomic.VolatileWrite(ref _isAdvice, 1);
    }

    /// <summary>Begins after an outage: the calls under way continue, and as many more may start as at an unknown provider.</summary>
    public void BeginAgain(int underWay, long now) => Begin(underWay + First, now);

    /// <summary>Begins after a refusal without figures: half of the calls under way may be.</summary>
    public void Narrow(int underWay, long now) => Begin(Math.Clamp(underWay / 2, Least, First), now);

    public void Succeeded()
    {
        int seen = Width;
        if (seen != Off)
            Widen(seen, seen + 1);
    }

    /// <summary>Widens when a step is due.</summary>
    /// <returns>Whether it was due.</returns>
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
