using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Atomics;

/// <summary>What the library's sources bind to here; each operation lets the schedule decide first.</summary>
internal static class Interlocked
{
    public static void MemoryBarrier() => Scheduler.Yield();

    public static long Add(ref long word, long amount)
    {
        Scheduler.Yield();
        return word += amount;
    }

    public static int Add(ref int word, int amount)
    {
        Scheduler.Yield();
        return word += amount;
    }

    public static T Exchange<T>(ref T place, T value)
    {
        Scheduler.Yield();
        T seen = place;
        place = value;
        return seen;
    }

    public static T CompareExchange<T>(ref T place, T value, T expected)
    {
        Scheduler.Yield();
        T seen = place;
        if (EqualityComparer<T>.Default.Equals(seen, expected))
            place = value;
        return seen;
    }
}
