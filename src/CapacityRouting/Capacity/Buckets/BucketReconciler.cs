using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// Reconciles a bucket with the remaining units that the provider states. What other calls took since the attempt's start is measured on the bucket against a mark, so
/// takes and settlements are not involved. A third word counts corrections in its lower half and limit changes in its upper half. It is odd during a correction.
/// </summary>
/// <remarks>
/// <para>Guarantee for callers that only go through here. After an answer the level is at most the sum of the provider's level, what flowed in
/// while the call was under way (twice until the provider admitted it), what other calls gave back meanwhile, and less than a unit.
/// A call leased before this one that reaches the provider after it is in neither count, until the next reading.</para>
/// <para>Marks. A correction is not a take, so it voids all marks. Measured against older marks, each of several calls under way would correct the
/// same error once more. The readings of those calls still lower a level above them, as if other calls had taken nothing.</para>
/// <para>Refunds. After a correction upward, refunds of older leases are held back, as after a full bucket: the provider's count may include them,
/// and no unit is given back twice. After a correction downward they are granted, unless the bucket was full before it. Such a refund raises the level above the
/// reading by its own units, and never above the burst, as an arrival time in the past counts as now.</para>
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
            // The turn is read first: a correction in between then counts as one since the mark.
            long turn = Atomic.VolatileRead(in _turns);
            return new(Atomic.VolatileRead(in _arrival), turn);
        }
    }

    /// <summary>Voids all marks after a limit change, as ticks then stand for other units. A correction in progress continues.</summary>
    public void VoidMarks() => Atomic.Add(ref _turns, LimitChange);

    /// <summary>Counts a correction: that of a level which began at a stated value.</summary>
    public void NoteCorrection() => Atomic.Add(ref _turns, 2);

    /// <summary>Corrects the level if it contradicts the statement, unless another correction is in progress.</summary>
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
    /// Adds an earlier use to the use since. If a correction has happened since, the provider has counted both. The level is then only
    /// lowered to what the earlier use leaves.
    /// </summary>
    /// <param name="earlier">The earlier use.</param>
    /// <param name="corrections">The <see cref="BucketMark.Corrections"/> of a time before any of it was counted.</param>
    /// <returns>The ticks by which the arrival time moved.</returns>
    public long Resume(in EarlierUse earlier, uint corrections)
    {
        // Invariant: the use is added only if no correction has come since, and the odd turn keeps another one from beginning meanwhile.
        for (long turn = SettledTurn(); (uint)turn == corrections; turn = SettledTurn())
        {
            if (!Atomic.CompareAndSwap(ref _turns, turn, turn + 1))
                continue;

            // A correction, which voids marks: calls under way must not count it as a take by other calls since their start.
            long moved = Move(earlier, isAdded: true);
            Atomic.Add(ref _turns, 1);
            return moved;
        }

        return Move(earlier, isAdded: false);
    }

    /// <summary>The turn with no correction in progress. Another router may be adding the same use, and its addition must be seen before the missing part is computed.</summary>
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
            // Invariant: the target includes all takes up to the arrival time that was read, as for a correction.
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
            // Invariant: the target includes all takes up to the arrival time that was read, so the swap loses no take.
            long seen = Atomic.VolatileRead(in _arrival);
            long current = Math.Max(seen, stated.Now);
            long target = stated.Target(current, marked);
            if (target == current)
                return;

            // Noted before the move, as by a take, and one tick later: leases of this very tick are older too.
            if (target < current || seen <= stated.Now)
                Atomic.RaiseTo(ref _lastFull, stated.Now + 1);
            if (Atomic.CompareAndSwap(ref _arrival, seen, target))
                return;
        }
    }
}

/// <summary>The state of a bucket at one time. Against it the reconciler measures what was taken since. Void when its turn is no longer the bucket's.</summary>
internal readonly record struct BucketMark(long Arrival, long Turn)
{
    /// <summary>A void mark: no bucket ever has its turn.</summary>
    public static BucketMark Void { get; } = new(0, Turn: -1);

    /// <summary>Twice the number of corrections up to the mark. If it differs from that of an earlier mark, takes and refunds alone do not explain the level.</summary>
    public uint Corrections => (uint)Turn;
}
