using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;

namespace CapacityRouting.Capacity.Sharing;

/// <summary>One line's turn at a quota that several wait for.</summary>
/// <param name="line">The line.</param>
/// <param name="level">With what it begins.</param>
internal sealed class QuotaTurn(ISlotWatcher line, long level)
{
    private long _taken = level;

    public ISlotWatcher Line => line;

    /// <summary>The tokens that it has taken.</summary>
    public long Taken => Atomic.VolatileRead(in _taken);

    /// <summary>It takes so many tokens, or, below zero, gives some back.</summary>
    public void Take(long tokens) => Atomic.Add(ref _taken, tokens);
}
