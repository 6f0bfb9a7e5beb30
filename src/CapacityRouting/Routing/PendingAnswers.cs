using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>
/// The answers of a route that are being waited for, and the time at which each becomes late. A few are watched at a time: those of a route that hangs stay, so a few show it.
/// </summary>
/// <remarks>Lock-free. While no answer is late, a look costs one read.</remarks>
internal sealed class PendingAnswers
{
    /// <summary>The place of an answer that is not watched.</summary>
    public const byte Unwatched = Places;

    /// <summary>The weight of a late answer. One that has only taken longer than usual weighs half: four of them without a single answer in time are no chance.</summary>
    public const int WeightOfLate = 2;

    private const int Places = 4;

    private readonly long[] _began = Filled();
    private readonly long[] _due = Filled();
    private long _lookAt = Clock.Never;

    /// <summary>Whether some answer may be late.</summary>
    public bool MayBeLate(long now) => Atomic.VolatileRead(in _lookAt) <= now;

    /// <returns>The place of the answer, for <see cref="Remove"/>.</returns>
    public byte Add(long began, long due)
    {
        for (byte place = 0; place < Places; place++)
        {
            if (Atomic.VolatileRead(in _began[place]) != Clock.Never || !Atomic.CompareAndSwap(ref _began[place], Clock.Never, began))
                continue;

            // Invariant: this writes the due time and then reads that of the next look; a look writes its own and then reads the due times. So one of the two sees the other.
            Atomic.Exchange(ref _due[place], due);
            LookBy(UsualEnd(began, due));
            return place;
        }

        return Unwatched;
    }

    /// <summary>Removes an answer. The due time goes first, so that no other answer is taken for late by it.</summary>
    public void Remove(byte place)
    {
        if (place == Unwatched)
            return;
        Atomic.VolatileWrite(ref _due[place], Clock.Never);
        Atomic.VolatileWrite(ref _began[place], Clock.Never);
    }

    /// <summary>The weight of the late answers that began after a time. An answer that was begun before a later one came in time shows nothing of the route.</summary>
    public int LateWeight(long now, long beganAfter)
    {
        Atomic.Exchange(ref _lookAt, Clock.Never);
        long next = Clock.Never;
        int weight = 0;
        for (int place = 0; place < Places; place++)
        {
            (long due, long began) = (Atomic.VolatileRead(in _due[place]), Atomic.VolatileRead(in _began[place]));
            if (due >= Clock.Never || began <= beganAfter || began >= due)
                continue;
            long usual = UsualEnd(began, due);
            next = Math.Min(next, usual > now ? usual : due);
            weight += due <= now ? WeightOfLate : usual <= now ? 1 : 0;
        }

        LookBy(next);
        return weight;
    }

    /// <summary>The age of the latest answer, as a multiple of the time after which it is late; of those that began after a time.</summary>
    public double Lateness(long now, long beganAfter)
    {
        double most = 0;
        for (int place = 0; place < Places; place++)
        {
            (long due, long began) = (Atomic.VolatileRead(in _due[place]), Atomic.VolatileRead(in _began[place]));
            if (due < Clock.Never && began > beganAfter && began < due)
                most = Math.Max(most, (now - began) / (double)(due - began));
        }

        return most;
    }

    private static long UsualEnd(long began, long due) => began + ((due - began) / LearnedTimes.Tolerance);

    private void LookBy(long time)
    {
        // Invariant: between two looks the time only falls.
        for (long seen = Atomic.VolatileRead(in _lookAt); time < seen; seen = Atomic.VolatileRead(in _lookAt))
            if (Atomic.CompareAndSwap(ref _lookAt, seen, time))
                return;
    }

    private static long[] Filled()
    {
        long[] words = new long[Places];
        Array.Fill(words, Clock.Never);
        return words;
    }
}
