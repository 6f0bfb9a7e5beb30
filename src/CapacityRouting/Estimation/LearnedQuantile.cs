using CapacityRouting.Atomics;

namespace CapacityRouting.Estimation;

/// <summary>
/// A quantile of a stream of sizes in one word. A larger sample raises it a little, a smaller one lowers it less, in the ratio that
/// balances at the quantile (frugal streaming, Ma, Muthukrishnan and Sandler, 2014). The steps grow with the value.
/// </summary>
internal sealed class LearnedQuantile(double quantile, long initial)
{
    private const int Scale = 1 << 10;
    private const long Largest = long.MaxValue / 2;
    private const double Step = 0.1;

    private long _scaled = initial * Scale;

    public long Value => Atomic.VolatileRead(in _scaled) / Scale;

    public void Observe(long sample)
    {
        // A lost race loses one sample's nudge, which costs little.
        long seen = Atomic.VolatileRead(in _scaled);
        double nudge = sample > seen / Scale ? Step * quantile : -Step * (1 - quantile);
        long next = seen + (long)(Math.Max(seen, Scale) * nudge);
        Atomic.CompareAndSwap(ref _scaled, seen, Math.Clamp(next, Scale, Largest));
    }
}
