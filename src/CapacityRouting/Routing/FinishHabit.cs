using CapacityRouting.Atomics;

namespace CapacityRouting.Routing;

/// <summary>
/// Learns how a route ends its streams. Where one has given a finish reason, or the provider is known for it, a later one that ends without was cut off, however cleanly it ended; and a reason
/// proves an answer whole, unless the route puts one on pieces in the middle.
/// </summary>
internal sealed class FinishHabit
{
    private int _gives;
    private int _givesEarly;

    /// <summary>Whether a finish reason is the end of an answer.</summary>
    public bool EndsAnswers => Atomic.VolatileRead(in _givesEarly) == 0;

    /// <summary>Notes how a stream ended, and says whether that was a cut.</summary>
    /// <param name="withReason">Whether it gave a reason.</param>
    /// <param name="isExpected">Whether the provider is known to give one always, so that the first stream need not show it.</param>
    public bool IsCut(bool withReason, bool isExpected)
    {
        if (withReason && Atomic.VolatileRead(in _gives) == 0)
            Atomic.VolatileWrite(ref _gives, 1);
        return !withReason && (isExpected || Atomic.VolatileRead(in _gives) != 0);
    }

    /// <summary>An answer went on after its finish reason.</summary>
    public void WentOn() => Atomic.VolatileWrite(ref _givesEarly, 1);
}
