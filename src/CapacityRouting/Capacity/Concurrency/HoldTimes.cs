using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Concurrency;

/// <summary>
/// The durations for which calls hold a slot, and the start times of the calls under way. Together they estimate when the next slots will be free, if calls take as long as before.
/// </summary>
/// <remarks>
/// Lock-free. The calls under way are assumed to be the ones that began last, which holds where calls are of similar length. The mean is that of the first 64 calls, then an exponentially
/// weighted one. A lost race costs one sample.
/// </remarks>
internal sealed class HoldTimes
{
    /// <summary>The number of ended calls before anything is estimated.</summary>
    public const int Enough = 3;

    // With more calls under way than that, their ages are assumed to be spread evenly.
    private const int Remembered = 128;
    private const int Weight = 64;

    private readonly long[] _starts = new long[Remembered];
    private long _begun;
    private long _mean;
    private int _ended;

    /// <summary>Notes a call that has taken a slot.</summary>
    public void Began(long now) => Atomic.VolatileWrite(ref _starts[(Atomic.Add(ref _begun, 1) - 1) % Remembered], now);

    /// <summary>Notes a call that has left its slot after so many ticks. A call of zero ticks was never sent, and is not a sample.</summary>
    public void Ended(long ticks)
    {
        if (ticks <= 0)
            return;
        int ended = Math.Min(Atomic.Add(ref _ended, 1), Weight);
        long mean = Atomic.VolatileRead(in _mean);
        Atomic.CompareAndSwap(ref _mean, mean, mean + ((ticks - mean) / ended));
    }

    /// <summary>The estimated time at which so many calls will have ended; <see cref="Clock.Never"/> from now while too few have been seen.</summary>
    /// <param name="calls">The number of calls that have to end, of those under way and of their successors.</param>
    /// <param name="underWay">The number of calls under way.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    public long EndOf(long calls, int underWay, long now)
    {
        if (underWay <= 0 || Atomic.VolatileRead(in _ended) < Enough)
            return now + Clock.Never;
        long mean = Atomic.VolatileRead(in _mean);
        (long rounds, long place) = Math.DivRem(calls - 1, underWay);
        long end = underWay > Remembered ? now + (long)((Int128)mean * (place + 1) / underWay) : StartOf(place, underWay) + mean;
        return (long)Int128.Min(Math.Max(end, now + 1) + ((Int128)rounds * mean), now + Clock.Never - 1);
    }

    /// <summary>The start of the call that is so many places behind the oldest one under way.</summary>
    private long StartOf(long place, int underWay) =>
        Atomic.VolatileRead(in _starts[Math.Max(0, Atomic.VolatileRead(in _begun) - underWay + place) % Remembered]);
}
