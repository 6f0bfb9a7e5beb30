using CapacityRouting.Atomics;

namespace CapacityRouting.Routing;

/// <summary>
/// Learns whether a route's streams always end with a finish reason. Where they do, one that ends without was cut off,
/// however cleanly it ended.
/// </summary>
internal sealed class FinishHabit
{
    private const int Sure = 8;
    private const int None = -1;

    private int _streak;

    /// <summary>Notes how a stream ended, and says whether that was a cut.</summary>
    public bool IsCut(bool withReason)
    {
        // A lost race costs one count of a habit.
        int streak = Atomic.Read(in _streak);
        if (!withReason && streak == Sure)
            return true;
        if (!withReason)
            Atomic.Write(ref _streak, None);
        else if (streak is > None and < Sure)
            Atomic.TrySwap(ref _streak, streak, streak + 1);
        return false;
    }
}
