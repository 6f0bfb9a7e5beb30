namespace CapacityRouting.Simulation.Traffic;

/// <summary>
/// Pseudorandom numbers from a seed, the same on every machine. Streams of one seed are independent, and so are
/// consecutive seeds.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, 2014). <see cref="Random"/> does not guarantee the same numbers from version to version, and gives a seed and
/// its negative the same ones.
/// </remarks>
internal sealed class Chance(int seed, int stream)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = Scramble(((ulong)(uint)stream << 32) | (uint)seed);

    /// <summary>A number above 0 and below 1, so that its logarithm exists.</summary>
    public double Next()
    {
        _state = unchecked(_state + Step);
        return ((Scramble(_state) >> 12) + 0.5) / (1L << 52);
    }

    private static ulong Scramble(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return bits ^ (bits >> 31);
        }
    }
}
