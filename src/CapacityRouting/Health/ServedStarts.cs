using System.Numerics;
using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// When the attempts began that have served: what there is to hold against a failure that comes late. A timeout tells of the time at which its attempt began.
/// If later attempts have served since, the outage that it tells of is over.
/// </summary>
/// <remarks>Thread-safe, and lock-free. A success usually costs two reads: the times are as coarse as a slice, and as a sixty-fourth of it.</remarks>
internal sealed class ServedStarts(Clock clock)
{
    // Some minutes of slices, of half a second to a second each. Whether a slice is that old matters to no rule.
    private const int Slices = 512;

    // A route fails now and then if it has served so shortly before and so shortly after the failure began.
    private const int Near = 2;

    private readonly int _sliceBits = BitOperations.Log2((ulong)clock.TicksPerSecond);
    private readonly long _grain = clock.TicksPerSecond / 64;
    private readonly long[] _slices = [.. Enumerable.Repeat(long.MinValue, Slices)];
    private long _latest = long.MinValue;

    public void Note(long start)
    {
        long slice = start >> _sliceBits;
        ref long word = ref _slices[slice & (Slices - 1)];
        if (Atomic.VolatileRead(in word) != slice)
            Atomic.VolatileWrite(ref word, slice);
        long latest = Atomic.VolatileRead(in _latest);
        if (latest == long.MinValue || start - latest > _grain)
            Atomic.RaiseTo(ref _latest, start);
    }

    /// <summary>Whether an attempt has served that began after that time.</summary>
    public bool IsAnyAfter(long start) => Atomic.VolatileRead(in _latest) > start;

    /// <summary>
    /// Whether the route has become well since an attempt began: attempts that began clearly later have served, and the failure is no part of a mixture of both. A
    /// route of which every second call hangs is not well, however many serve in between.
    /// </summary>
    public bool AreWellSince(long start)
    {
        long slice = start >> _sliceBits;
        return Atomic.VolatileRead(in _latest) >> _sliceBits > slice + Near && !(IsAnyIn(slice - Near, slice) && IsAnyIn(slice, slice + Near));
    }

    private bool IsAnyIn(long first, long last)
    {
        for (long slice = first; slice <= last; slice++)
            if (Atomic.VolatileRead(in _slices[slice & (Slices - 1)]) == slice)
                return true;
        return false;
    }
}
