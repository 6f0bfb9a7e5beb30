namespace CapacityRouting.Atomics;

/// <summary>
/// The atomic operations the library is built from. No other file spells <see cref="Interlocked"/> or <see cref="Volatile"/>.
/// </summary>
/// <remarks>
/// A read acquires and a write releases: what came before a write is seen by who reads it. All others are full fences, and sequentially consistent
/// among themselves. What is not promised is that a write is seen before its thread's next read of another word. Where one side writes and
/// then looks at what the other side writes before it looks, one at least must see the other: there both need a full fence in between, an
/// <see cref="Exchange(ref int, int)"/> instead of the write or a <see cref="Fence"/>.
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

    /// <summary>Whatever this thread has written is seen before it reads on.</summary>
    public static void Fence() => Interlocked.MemoryBarrier();

    public static long Add(ref long word, long amount) => Interlocked.Add(ref word, amount);

    public static int Add(ref int word, int amount) => Interlocked.Add(ref word, amount);

    public static long Exchange(ref long word, long value) => Interlocked.Exchange(ref word, value);

    public static int Exchange(ref int word, int value) => Interlocked.Exchange(ref word, value);

    public static T Exchange<T>(ref T reference, T value)
        where T : class? => Interlocked.Exchange(ref reference, value);

    /// <summary>Replaces <paramref name="expected"/> by <paramref name="value"/>; false when another thread was first.</summary>
    public static bool CompareAndSwap(ref long word, long expected, long value) =>
        Interlocked.CompareExchange(ref word, value, expected) == expected;

    public static bool CompareAndSwap(ref int word, int expected, int value) =>
        Interlocked.CompareExchange(ref word, value, expected) == expected;

    public static bool CompareAndSwap<T>(ref T reference, T expected, T value)
        where T : class? => ReferenceEquals(Interlocked.CompareExchange(ref reference, value, expected), expected);

    /// <summary>Raises the word to <paramref name="value"/> unless it is there or above already.</summary>
    /// <returns>Whether this call raised it.</returns>
    public static bool RaiseTo(ref long word, long value)
    {
        // Invariant: the word never falls, so whoever finds it high enough is done.
        for (long seen = VolatileRead(ref word); seen < value; seen = VolatileRead(ref word))
            if (CompareAndSwap(ref word, seen, value))
                return true;
        return false;
    }
}
