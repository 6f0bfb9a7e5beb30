using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;

namespace CapacityRouting.Capacity.Sharing;

/// <summary>The claim of one line to a quota that several lines wait for.</summary>
/// <param name="line">The line.</param>
/// <param name="level">The tokens with which the claim begins.</param>
internal sealed class QuotaTurn(ISlotWatcher line, long level)
{
    private long _taken = level;

    public ISlotWatcher Line => line;

    /// <summary>The tokens that the line has taken.</summary>
    public long Taken => Atomic.VolatileRead(in _taken);

    /// <summary>Adds tokens that the line takes, or, below zero, gives back.</summary>
    public void Take(long tokens) => Atomic.Add(ref _taken, tokens);
}
