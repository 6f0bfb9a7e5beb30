namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Bugs of slots, of their watchers, and of the serving of waiters.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfWaiting => new(StringComparer.Ordinal)
    {
        ["A run is called for by a read and a write"] = new(
            "CoalescingRunner.cs",
            "if (Atomic.Exchange(ref _state, Called) != Idle)",
            "int before = Atomic.VolatileRead(in _state); Atomic.VolatileWrite(ref _state, Called); if (before != Idle)",
            typeof(WaitingInterleavings), nameof(WaitingInterleavings.Run_CallsAtTheSameTime_RunsAfterEach)),
        ["A run that ends overlooks the word that is left meanwhile"] = new(
            "CoalescingRunner.cs",
            "while (!Atomic.CompareAndSwap(ref _state, Running, Idle));",
            "while (Atomic.VolatileRead(in _state) == Called); Atomic.Exchange(ref _state, Idle);",
            typeof(WaitingInterleavings), nameof(WaitingInterleavings.Run_CallsAtTheSameTime_RunsAfterEach)),
        ["No word is left where there is some"] = new(
            "CoalescingRunner.cs",
            "if (Atomic.Exchange(ref _state, Called) != Idle)",
            "if (Atomic.VolatileRead(in _state) == Called || Atomic.Exchange(ref _state, Called) != Idle)",
            typeof(WaitingInterleavings), nameof(WaitingInterleavings.Run_CalledAfterAPlainStore_SeesIt)),
        ["A run takes the word without a fence"] = new(
            "CoalescingRunner.cs",
            "Atomic.Exchange(ref _state, Running);",
            "Atomic.VolatileWrite(ref _state, Running);",
            typeof(WaitingInterleavings), nameof(WaitingInterleavings.Run_CallsAtTheSameTime_RunsAfterEach)),
        ["A slot is left by a read and a write"] = new(
            "ConcurrencyLimiter.cs",
            "Atomic.Add(ref words[index], -1);",
            "Atomic.Exchange(ref words[index], Atomic.VolatileRead(in words[index]) - 1);",
            typeof(ConcurrencyInterleavings), nameof(ConcurrencyInterleavings.TryEnter_MoreThanSlots_NeverAboveTheLimit)),
        ["A slot is entered by a read and a write"] = new(
            "ConcurrencyLimiter.cs",
            "if (Atomic.CompareAndSwap(ref words[index], seen, seen + 1))",
            "Atomic.VolatileWrite(ref words[index], seen + 1); if (seen < width)",
            typeof(ConcurrencyInterleavings), nameof(ConcurrencyInterleavings.TryEnter_MoreThanSlots_NeverAboveTheLimit)),
        ["Who is told is looked up before the slot is free"] = new(
            "ConcurrencyLimiter.cs",
            """
                    Atomic.Add(ref words[index], -1);
                    TellWatchers();
            """,
            """
                    ISlotWatcher[] watchers = Atomic.VolatileRead(in _watchers);
                    Atomic.Add(ref words[index], -1);
                    foreach (ISlotWatcher watcher in watchers)
                        TellOne(watcher);
            """,
            typeof(ConcurrencyInterleavings), nameof(ConcurrencyInterleavings.Watch_WhileTheLastCallLeaves_IsToldOrSeesTheSlotFree)),
        ["A watcher begins without a fence"] = new(
            "ConcurrencyLimiter.cs",
            "Atomic.Exchange(ref _watchers, [.. _watchers, watcher]);",
            "Atomic.VolatileWrite(ref _watchers, [.. _watchers, watcher]);",
            typeof(ConcurrencyInterleavings), nameof(ConcurrencyInterleavings.Watch_WhileTheLastCallLeaves_IsToldOrSeesTheSlotFree)),
        ["Watchers begin without a lock"] = new(
            "ConcurrencyLimiter.cs",
            """
                    lock (_gate)
                        Atomic.Exchange(ref _watchers,
            """,
            "Atomic.Exchange(ref _watchers,",
            typeof(ConcurrencyInterleavings), nameof(ConcurrencyInterleavings.Watch_TwoForOneSlot_OneHasItAndTheOtherAfterIt)),
        ["Watchers are told without a fence"] = new(
            "ConcurrencyLimiter.cs",
            """
                    Atomic.Fence();
                    TellWatchers();
            """,
            "TellWatchers();",
            typeof(ConcurrencyInterleavings), nameof(ConcurrencyInterleavings.ChangeLimit_WhileOneBeginsToWatch_IsToldOrSeesTheNewRoom)),
        ["A limit that changes is told to nobody"] = new(
            "QuotaLimits.cs",
            "slots.NotifyReleased();",
            "",
            typeof(LineInterleavings), nameof(LineInterleavings.Reconfigure_WhileOneCalls_LetsItGo)),
        ["A route that is restored is told to nobody"] = new(
            "CapacityMonitor.cs",
            "route.Quota.NotifyReleased();",
            "_ = route;",
            typeof(LineInterleavings), nameof(LineInterleavings.Restore_WhileACallEnds_LetsWhoWaitsGo)),
    };
}
