using System.Numerics;
using CapacityRouting.Capacity.Buckets;

namespace CapacityRouting.Tests.Capacity;

/// <summary>
/// The bucket as a textbook has it, in whole numbers without rounding: a level that rises by the rate up to the burst.
/// Counted in units times window ticks, so that a tick brings back the limit.
/// </summary>
internal sealed class ExactBucket(RateLimit limit)
{
    private readonly BigInteger _full = (BigInteger)limit.Burst * limit.WindowTicks;
    private BigInteger _level = (BigInteger)limit.Burst * limit.WindowTicks;
    private long _at;

    /// <summary>Whether there is room, give or take so many ticks' flow.</summary>
    public bool HasRoom(long units, long now, int ticks)
    {
        Flow(now);
        return _level + ((BigInteger)ticks * limit.Limit) >= BigInteger.Min(_full, (BigInteger)units * limit.WindowTicks);
    }

    /// <summary>What is left, in units times window ticks.</summary>
    public BigInteger Level(long now)
    {
        Flow(now);
        return _level;
    }

    /// <summary>Takes away, into a debt if need be; below zero it gives back.</summary>
    public void Take(long units, long now)
    {
        Flow(now);
        _level = BigInteger.Min(_full, _level - ((BigInteger)units * limit.WindowTicks));
    }

    private void Flow(long now)
    {
        _level = BigInteger.Min(_full, _level + ((BigInteger)(now - _at) * limit.Limit));
        _at = now;
    }
}
