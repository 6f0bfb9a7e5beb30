namespace CapacityRouting.Atomics;

/// <summary>
/// A seeded, lock-free source of jitter: the splitmix64 generator (Steele, Lea and Flood, OOPSLA 2014), with one word of state.
/// </summary>
internal sealed class Jitter(long seed)
{
    private const long GoldenGamma = unchecked((long)0x9E3779B97F4A7C15);

    private long _state = seed;

    /// <summary>A value in [0, 1).</summary>
    public double Next()
    {
        ulong z = unchecked((ulong)Atomic.Add(ref _state, GoldenGamma));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
