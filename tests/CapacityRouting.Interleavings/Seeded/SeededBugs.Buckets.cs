namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Of buckets, and of what holds them to the provider's figures.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfBuckets => new(StringComparer.Ordinal)
    {
        ["Units are taken by a read and a write"] = new(
            "Bucket.cs",
            "if (Atomic.CompareAndSwap(ref _arrival, seen, Math.Max(seen, from) + cost))",
            "Atomic.VolatileWrite(ref _arrival, Math.Max(seen, from) + cost); if (cost >= 0)",
            typeof(BucketInterleavings), nameof(BucketInterleavings.TryTake_AtTheSameTime_AdmitsWhatIsThereAndNoMore)),
        ["A full bucket is noted after the take"] = new(
            "Bucket.cs",
            """
                        if (seen <= from)
                            Atomic.RaiseTo(ref _lastFull, from);
                        if (Atomic.CompareAndSwap(ref _arrival, seen, Math.Max(seen, from) + cost))
                            return true;
            """,
            """
                        if (!Atomic.CompareAndSwap(ref _arrival, seen, Math.Max(seen, from) + cost))
                            continue;
                        if (seen <= from)
                            Atomic.RaiseTo(ref _lastFull, from);
                        return true;
            """,
            typeof(BucketInterleavings), nameof(BucketInterleavings.Settle_RefundWhileATakeFindsTheBucketFull_GivesBackOnceOnly)),
        ["A note of a full bucket undoes a later one"] = new(
            "Bucket.cs",
            "Atomic.RaiseTo(ref _lastFull, from);",
            "Atomic.VolatileWrite(ref _lastFull, from);",
            typeof(BucketInterleavings), nameof(BucketInterleavings.TryTake_WithAnOldReadingOfTheClock_UndoesNoLaterNote)),
        ["A refund does not ask whether the bucket was full"] = new(
            "Bucket.cs",
            "if (seen <= from || Atomic.VolatileRead(in _lastFull) > start || ",
            "if (seen <= from || ",
            typeof(BucketInterleavings), nameof(BucketInterleavings.Settle_RefundWhileATakeFindsTheBucketFull_GivesBackOnceOnly)),
        ["A refund asks before it looks whether the bucket was full"] = new(
            "Bucket.cs",
            """
                        long seen = Atomic.VolatileRead(in _arrival);
                        if (seen <= from || Atomic.VolatileRead(in _lastFull) > start ||
            """,
            """
                        bool wasFull = Atomic.VolatileRead(in _lastFull) > start;
                        long seen = Atomic.VolatileRead(in _arrival);
                        if (seen <= from || wasFull ||
            """,
            typeof(BucketInterleavings), nameof(BucketInterleavings.Settle_RefundWhileATakeFindsTheBucketFull_GivesBackOnceOnly)),
        ["A charge is counted by a read and a write"] = new(
            "Bucket.cs",
            "if (Atomic.CompareAndSwap(ref _arrival, seen, Math.Max(current, charged)))",
            "Atomic.VolatileWrite(ref _arrival, Math.Max(current, charged)); if (seen <= current)",
            typeof(BucketInterleavings), nameof(BucketInterleavings.Settle_ChargesRefundsAndTakes_AllCount)),
        ["A correction is made by a read and a write"] = new(
            "BucketReconciler.cs",
            """
                            Atomic.RaiseTo(ref _lastFull, stated.Now + 1);
                        if (Atomic.CompareAndSwap(ref _arrival, seen, target))
            """,
            """
                            Atomic.RaiseTo(ref _lastFull, stated.Now + 1);
                        if (Atomic.Exchange(ref _arrival, target) < Time.Clock.Never)
            """,
            typeof(ReconcilerInterleavings), nameof(ReconcilerInterleavings.Learn_WhileAnotherTakes_LosesNoUnit)),
        ["Two corrections of one error go on at once"] = new(
            "BucketReconciler.cs",
            "long.IsOddInteger(turn) || !Atomic.CompareAndSwap(ref _turns, turn, turn + 1))",
            "Atomic.Add(ref _turns, 1) < turn)",
            typeof(ReconcilerInterleavings), nameof(ReconcilerInterleavings.Learn_TwoAnswersOfOneError_CorrectItOnce)),
        ["A mark reads the bucket before the turn"] = new(
            "BucketReconciler.cs",
            """
                        long turn = Atomic.VolatileRead(in _turns);
                        return new(Atomic.VolatileRead(in _arrival), turn);
            """,
            """
                        long arrival = Atomic.VolatileRead(in _arrival);
                        return new(arrival, Atomic.VolatileRead(in _turns));
            """,
            typeof(ReconcilerInterleavings), nameof(ReconcilerInterleavings.Mark_WhileACorrectionRuns_DoesNotCountItAsTaken)),
        ["A correction voids no marks"] = new(
            "BucketReconciler.cs",
            """
                    Move(stated, marked);
                    Atomic.Add(ref _turns, 1);
            """,
            """
                    Move(stated, marked);
                    Atomic.Add(ref _turns, -1);
            """,
            typeof(ReconcilerInterleavings), nameof(ReconcilerInterleavings.Learn_TwoAnswersOfOneError_CorrectItOnce)),
        ["A correction upward keeps no older refund back"] = new(
            "BucketReconciler.cs",
            "if (target < current || seen <= stated.Now)",
            "if (seen <= stated.Now)",
            typeof(ReconcilerInterleavings), nameof(ReconcilerInterleavings.Learn_UpwardWhileAnOlderLeaseIsSettled_GivesNothingTwice)),
    };
}
