namespace CapacityRouting.Atomics;

/// <summary>
/// The atomic operations of the library. No other file uses <see cref="Interlocked"/> or <see cref="Volatile"/>.
/// </summary>
/// <remarks>
/// A volatile read acquires and a volatile write releases: a reader of the written value also sees the writer's earlier writes. All other operations are full fences, and sequentially consistent
/// among themselves. A volatile write may become visible only after the same thread's next read of another word. That breaks the Dekker pattern: each of two threads
/// writes one word and then reads the other's, and at least one must see the other's write. There both threads need a full fence in between: an
/// <see cref="Exchange(ref int, int)"/> instead of the write, or a <see cref="Fence"/>.
/// </remarks>
internal static class Atomic
{
    public static long VolatileRead(ref readonly long word) => Volatile.Read(in word);

    public static int VolatileRead(ref readonly int word) => Volatile.Read(in word);

    public static T VolatileRead<T>(ref readonly T reference)
        where T : class? => Volatile.Read(in reference);

    public static void VolatileWrite(ref long word, long value) => Volatile.Write(ref word, value);

    public static void VolatileWrite(ref int word, int value) => Volatile.Write(ref word, value);

    public static void VolatileWrite<T>(ref T reference, T value)
        where T : class? => Volatile.Write(ref reference, value);

    /// <summary>A full fence: all earlier writes of this thread are visible before its next read.</summary>
    public static void Fence() => Interlocked.MemoryBarrier();

    public static long Add(ref long word, long amount) => Interlocked.Add(ref word, amount);

    public static int Add(ref int word, int amount) => Interlocked.Add(ref word, amount);

    public static long Exchange(ref long word, long value) => Interlocked.Exchange(ref word, value);

    public static int Exchange(ref int word, int value) => Interlocked.Exchange(ref word, value);

    public static T Exchange<T>(ref T reference, T value)
        where T : class? => Interlocked.Exchange(ref reference, value);

    /// <summary>Replaces <paramref name="expected"/> by <paramref name="value"/>; false when the word had another value.</summary>
    public static bool CompareAndSwap(ref long word, long expected, long value) =>
        Interlocked.CompareExchange(ref word, value, expected) == expected;

    public static bool CompareAndSwap(ref int word, int expected, int value) =>
        Interlocked.CompareExchange(ref word, value, expected) == expected;

    public static bool CompareAndSwap<T>(ref T reference, T expected, T value)
        where T : class? => ReferenceEquals(Interlocked.CompareExchange(ref reference, value, expected), expected);

    /// <summary>Raises the word to <paramref name="value"/> unless it is that high already.</summary>
    /// <returns>Whether this call raised it.</returns>
    public static bool RaiseTo(ref long word, long value)
    {
        // Invariant: the word never falls, so a thread that finds it high enough is done.
        for (long seen = VolatileRead(ref word); seen < value; seen = VolatileRead(ref word))
            if (CompareAndSwap(ref word, seen, value))
                return true;
        return false;
    }
}
