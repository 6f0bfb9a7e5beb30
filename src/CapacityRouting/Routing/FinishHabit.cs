using CapacityRouting.Atomics;

namespace CapacityRouting.Routing;

/// <summary>
/// Learns how a route ends its streams. A stream without a finish reason was cut off, however cleanly it ended, if an earlier stream gave one or the provider is known to.
/// A reason proves an answer complete, unless the route also sends reasons in the middle.
/// </summary>
internal sealed class FinishHabit
{
    private int _gives;
    private int _givesEarly;

    /// <summary>Whether a finish reason marks the end of an answer.</summary>
    public bool EndsAnswers => Atomic.VolatileRead(in _givesEarly) == 0;

    /// <summary>Notes the end of a stream, and returns whether the stream was cut off.</summary>
    /// <param name="withReason">Whether the stream gave a reason.</param>
    /// <param name="isExpected">Whether the provider is known to give a reason always, so that no earlier stream has to show it.</param>
    public bool IsCut(bool withReason, bool isExpected)
    {
        if (withReason && Atomic.VolatileRead(in _gives) == 0)
            Atomic.VolatileWrite(ref _gives, 1);
        return !withReason && (isExpected || Atomic.VolatileRead(in _gives) != 0);
    }

    /// <summary>Notes an answer that continued after its finish reason.</summary>
    public void WentOn() => Atomic.VolatileWrite(ref _givesEarly, 1);
}
