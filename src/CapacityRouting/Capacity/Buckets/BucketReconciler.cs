using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// Holds a bucket to what the provider says is left. What others took since the attempt's start is read off the bucket against a mark, so
/// taking and settling know nothing of it. A third word counts corrections, in its lower half, and changes of the limit, in its upper one; it is odd during a correction.
/// </summary>
/// <remarks>
/// <para>What is promised for callers that only go through here: after an answer the level is at most the provider's, plus what flowed in
/// while the call was under way (twice until the provider admitted it), plus what other calls gave back meanwhile, plus less than a unit.
/// A call leased before this one that reaches the provider after it is in neither count, until the next reading.</para>
/// <para>A correction is no taking, so it voids all marks: measured against those, each of several calls under way would correct the
/// same error once more. Their readings still lower what is above them, as if others had taken nothing.</para>
/// <para>Refunds. After a correction upward those of older leases are kept back, as after a full bucket: the provider's count may have them,
/// and nothing is had twice. After one downward they are granted, unless the bucket was full before it; that raises the level above the
/// reading by their own units, and never above the burst, since an arrival that lies behind counts as now.</para>
/// </remarks>
internal readonly ref struct BucketReconciler(ref long arrival, ref long lastFull, ref long turns)
{
    private const long LimitChange = 1L << 32;

    private readonly ref long _arrival = ref arrival;
    private readonly ref long _lastFull = ref lastFull;
    private readonly ref long _turns = ref turns;

    public BucketMark Mark
    {
        get
        {
            // The turn first: a correction that comes between counts as one since the mark.
            long turn = Atomic.VolatileRead(in _turns);
            return new(Atomic.VolatileRead(in _arrival), turn);
        }
    }

    /// <summary>For a change of the limit, by which ticks become other units. A correction that is going on goes on.</summary>
    public void VoidMarks() => Atomic.Add(ref _turns, LimitChange);

    /// <summary>For a level that began with what was stated: that is a correction too.</summary>
    public void NoteCorrection() => Atomic.Add(ref _turns, 2);

    /// <summary>Corrects the level if it contradicts what was stated, unless another correction is going on.</summary>
    public void Correct(in StatedLevel stated, BucketMark mark)
    {
        long turn = Atomic.VolatileRead(in _turns);
        long? marked = turn == mark.Turn ? mark.Arrival : null;
        long current = Math.Max(Atomic.VolatileRead(in _arrival), stated.Now);
        if (stated.Target(current, marked) == current || long.IsOddInteger(turn) || !Atomic.CompareAndSwap(ref _turns, turn, turn + 1))
            return;
        Move(stated, marked);
        Atomic.Add(ref _turns, 1);
    }

    /// <summary>
    /// Counts what was used before on top of what was used since. Where there was a correction since, the provider has counted both, and the level is
    /// lowered to what was used before at most.
    /// </summary>
    /// <param name="earlier">What was used before.</param>
    /// <param name="corrections">The <see cref="BucketMark.Corrections"/> of when nothing of it was counted yet.</param>
    /// <returns>How far the arrival moved.</returns>
    public long Resume(in EarlierUse earlier, uint corrections)
    {
        for (long turn = SettledTurn(); (uint)turn == corrections; turn = SettledTurn())
        {
            if (!Atomic.CompareAndSwap(ref _turns, turn, turn + 1))
                continue;

            // As a correction, which voids marks: calls under way must not take it for what others have used since they began.
            long moved = Move(earlier, isAdded: true);
            Atomic.Add(ref _turns, 1);
            return moved;
        }

        return Move(earlier, isAdded: false);
    }

    /// <summary>The turn with no correction going on: one may be another router's, which adds the same, and what it adds must be seen before what is missing is.</summary>
    private long SettledTurn()
    {
        SpinWait pause = default;
        while (true)
        {
            long turn = Atomic.VolatileRead(in _turns);
            if (!long.IsOddInteger(turn))
                return turn;
            pause.SpinOnce();
        }
    }

    private long Move(in EarlierUse earlier, bool isAdded)
    {
        while (true)
        {
            // Invariant: the target counts all that was taken up to what is seen, as for a correction.
            long seen = Atomic.VolatileRead(in _arrival);
            long target = earlier.Target(Math.Max(seen, earlier.From), isAdded);
            if (target <= seen)
                return 0;
            if (seen <= earlier.From)
                Atomic.RaiseTo(ref _lastFull, earlier.From + 1);
            if (Atomic.CompareAndSwap(ref _arrival, seen, target))
                return target - seen;
        }
    }

    private void Move(in StatedLevel stated, long? marked)
    {
        while (true)
        {
            // Invariant: the target counts all that was taken up to what is seen, so no take gets lost on the way.
            long seen = Atomic.VolatileRead(in _arrival);
            long current = Math.Max(seen, stated.Now);
            long target = stated.Target(current, marked);
            if (target == current)
                return;

            // Noted before the move, as by a take, and a tick on: leases of this very moment are older too.
            if (target < current || seen <= stated.Now)
                Atomic.RaiseTo(ref _lastFull, stated.Now + 1);
            if (Atomic.CompareAndSwap(ref _arrival, seen, target))
                return;
        }
    }
}
