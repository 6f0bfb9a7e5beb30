using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// Reconciles a window with the remaining units that the provider states. It works as <see cref="BucketReconciler"/>, but only ever downward. A correction voids
/// all marks here too: else each of several calls under way would count the same units once more.
/// </summary>
internal readonly ref struct WindowReconciler(WindowBucket bucket, ref long turns)
{
    private readonly ref long _turns = ref turns;

    /// <summary>Lowers the level if it is above the statement, unless another correction is in progress.</summary>
    public void Correct(long left, BucketMark mark, long since, long now)
    {
        long turn = Atomic.VolatileRead(in _turns);
        long? marked = turn == mark.Turn ? mark.Arrival : null;
        if (bucket.Elsewhere(left, marked) <= 0 || long.IsOddInteger(turn) || !Atomic.CompareAndSwap(ref _turns, turn, turn + 1))
            return;
        bucket.Lower(left, marked, since, now);
        Atomic.Add(ref _turns, 1);
    }
}
