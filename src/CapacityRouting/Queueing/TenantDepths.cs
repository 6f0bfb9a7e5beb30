using System.Numerics;

namespace CapacityRouting.Queueing;

/// <summary>
/// The depths of the tenants' lines, in tokens, counted by powers of two. One look tells, within a factor of two, what all tenants get before one of them has got so much. Not thread-safe.
/// </summary>
internal sealed class TenantDepths
{
    private readonly int[] _tenants = new int[sizeof(long) * 8];
    private readonly long[] _tokens = new long[sizeof(long) * 8];

    /// <summary>The tokens that all tenants wait for.</summary>
    public long Tokens { get; private set; }

    /// <summary>Changes the depth of one tenant's line.</summary>
    public void Change(long from, long to)
    {
        Count(from, -1);
        Count(to, 1);
    }

    /// <summary>The tokens that all tenants get while none of them gets more than so many.</summary>
    public long GivenUpTo(long tokens)
    {
        long given = 0;
        for (int i = 0; i < _tenants.Length; i++)
            if (_tenants[i] > 0)
                given += (long)Int128.Min(_tokens[i], (Int128)_tenants[i] * tokens);
        return given;
    }

    private void Count(long depth, int sign)
    {
        if (depth <= 0)
            return;
        int power = BitOperations.Log2((ulong)depth);
        _tenants[power] += sign;
        _tokens[power] += sign * depth;
        Tokens += sign * depth;
    }
}
