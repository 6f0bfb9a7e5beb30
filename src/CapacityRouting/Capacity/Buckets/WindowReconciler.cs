using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// Holds a window's count to what the provider says is left: what <see cref="BucketReconciler"/> is to a bucket, but only ever downward. A correction voids
/// all marks here too, or each of several calls under way would count the same units of others once more.
/// </summary>
internal readonly ref struct WindowReconciler(WindowBucket bucket, ref long turns)
{
    private readonly ref long _turns = ref turns;

    /// <summary>Lowers the level if it is above what was stated, unless another correction is going on.</summary>
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
