namespace CapacityRouting.Atomics;

/// <summary>
/// The atomic operations the library is built from, all sequentially consistent.
/// No other file spells <see cref="Interlocked"/> or <see cref="Volatile"/>.
/// </summary>
internal static class Atomic
{
    public static long Read(ref readonly long word) => Volatile.Read(in word);

    public static int Read(ref readonly int word) => Volatile.Read(in word);

    public static T Read<T>(ref readonly T reference)
        where T : class? => Volatile.Read(in reference);

    public static void Write(ref long word, long value) => Volatile.Write(ref word, value);

    public static void Write(ref int word, int value) => Volatile.Write(ref word, value);

    public static void Write<T>(ref T reference, T value)
        where T : class? => Volatile.Write(ref reference, value);

    public static long Add(ref long word, long amount) => Interlocked.Add(ref word, amount);

    public static int Add(ref int word, int amount) => Interlocked.Add(ref word, amount);

    public static long Exchange(ref long word, long value) => Interlocked.Exchange(ref word, value);

    public static int Exchange(ref int word, int value) => Interlocked.Exchange(ref word, value);

    public static T Exchange<T>(ref T reference, T value)
        where T : class? => Interlocked.Exchange(ref reference, value);

    /// <summary>Replaces <paramref name="expected"/> by <paramref name="value"/>; false when another thread was first.</summary>
    public static bool TrySwap(ref long word, long expected, long value) =>
        Interlocked.CompareExchange(ref word, value, expected) == expected;

    public static bool TrySwap(ref int word, int expected, int value) =>
        Interlocked.CompareExchange(ref word, value, expected) == expected;

    public static bool TrySwap<T>(ref T reference, T expected, T value)
        where T : class? => ReferenceEquals(Interlocked.CompareExchange(ref reference, value, expected), expected);

    /// <summary>Raises the word to <paramref name="value"/> unless it is there or above already.</summary>
    /// <returns>Whether this call raised it.</returns>
    public static bool RaiseTo(ref long word, long value)
    {
        // Invariant: the word never falls, so whoever finds it high enough is done.
        for (long seen = Read(ref word); seen < value; seen = Read(ref word))
            if (TrySwap(ref word, seen, value))
                return true;
        return false;
    }
}
