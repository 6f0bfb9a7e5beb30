using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Atomics;

/// <summary>What the library's sources bind to here; each operation lets the schedule decide first, and is a full fence.</summary>
internal static class Interlocked
{
    public static void MemoryBarrier() => Scheduler.Fence();

    public static long Add(ref long word, long amount)
    {
        Scheduler.Fence();
        return word += amount;
    }

    public static int Add(ref int word, int amount)
    {
        Scheduler.Fence();
        return word += amount;
    }

    public static T Exchange<T>(ref T place, T value)
    {
        Scheduler.Fence();
        T seen = place;
        place = value;
        return seen;
    }

    public static T CompareExchange<T>(ref T place, T value, T expected)
    {
        Scheduler.Fence();
        T seen = place;
        if (EqualityComparer<T>.Default.Equals(seen, expected))
            place = value;
        return seen;
    }
}
