using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Atomics;

/// <summary>What the library's sources bind to here: a type of their own namespace is found before the base library's.</summary>
internal static class Volatile
{
    public static long Read(ref readonly long word) => Scheduler.Load(in word);

    public static int Read(ref readonly int word) => Scheduler.Load(in word);

    public static T Read<T>(ref readonly T reference)
        where T : class? => Scheduler.Load(in reference);

    public static void Write(ref long word, long value) => Scheduler.Store(ref word, value);

    public static void Write(ref int word, int value) => Scheduler.Store(ref word, value);

    public static void Write<T>(ref T reference, T value)
        where T : class? => Scheduler.Store(ref reference, value);
}
