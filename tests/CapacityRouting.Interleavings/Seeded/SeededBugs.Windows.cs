namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Of limits that are counted in windows.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfWindows => new(StringComparer.Ordinal)
    {
        ["A window counts by a read and a write"] = new(
            "WindowCounter.cs",
            "if (!Atomic.CompareAndSwap(ref Total, seen, seen + units))",
            "Atomic.VolatileWrite(ref Total, seen + units); if (units < 0)",
            typeof(WindowInterleavings), nameof(WindowInterleavings.TryTake_AtTheSameTime_AdmitsWhatIsThereAndNoMore)),
        ["What is counted is dated by a read and a write"] = new(
            "WindowCounter.cs",
            "if (!Atomic.CompareAndSwap(ref word, seen.Word, with.Word))",
            "Atomic.VolatileWrite(ref word, with.Word); if (units < 0)",
            typeof(WindowInterleavings), nameof(WindowInterleavings.TryTake_AtTheSameTime_AdmitsWhatIsThereAndNoMore)),
        ["What is counted is dated before it is counted"] = new(
            "WindowCounter.cs",
            """
                        if (!Atomic.CompareAndSwap(ref Total, seen, seen + units))
                            continue;
                        Date(units, Atomic.VolatileRead(in Newest));
            """,
            """
                        long newest = Atomic.VolatileRead(in Newest);
                        if (!Atomic.CompareAndSwap(ref Total, seen, seen + units))
                            continue;
                        Date(units, newest);
            """,
            typeof(WindowInterleavings), nameof(WindowInterleavings.TryTake_WithAnOldReadingOfTheClock_CountsAsOfWhenItGoesOn)),
        ["A slot lets go by a read and a write"] = new(
            "WindowCounter.cs",
            "if (!Atomic.CompareAndSwap(ref word, seen.Word, left == 0 ? 0 : WindowSlot.Of(LastOf(slot, part), left).Word))",
            "Atomic.VolatileWrite(ref word, left == 0 ? 0 : WindowSlot.Of(LastOf(slot, part), left).Word); if (left > seen.Units)",
            typeof(WindowInterleavings), nameof(WindowInterleavings.MoveTo_BySeveralWhileOneTakes_LetsGoOnce)),
        ["The total lets go before the slot"] = new(
            "WindowCounter.cs",
            """
                        if (!Atomic.CompareAndSwap(ref word, seen.Word, left == 0 ? 0 : WindowSlot.Of(LastOf(slot, part), left).Word))
                            continue;
                        Atomic.Add(ref Total, left - seen.Units);
                        return;
            """,
            """
                        Atomic.Add(ref Total, left - seen.Units);
                        if (Atomic.CompareAndSwap(ref word, seen.Word, left == 0 ? 0 : WindowSlot.Of(LastOf(slot, part), left).Word))
                            return;
                        Atomic.Add(ref Total, seen.Units - left);
            """,
            typeof(WindowInterleavings), nameof(WindowInterleavings.MoveTo_BySeveralWhileOneTakes_NeverAdmitsMore)),
        ["A refund is taken off by a read and a write"] = new(
            "WindowCounter.cs",
            "if (!Atomic.CompareAndSwap(ref word, seen.Word, WindowSlot.Of(part, seen.Units - given).Word))",
            "Atomic.VolatileWrite(ref word, WindowSlot.Of(part, seen.Units - given).Word); if (given < 0)",
            typeof(WindowInterleavings), nameof(WindowInterleavings.Settle_RefundWhileTheWindowMoves_GivesBackOnce)),
        ["Two corrections of a window go on at once"] = new(
            "WindowReconciler.cs",
            "long.IsOddInteger(turn) || !Atomic.CompareAndSwap(ref _turns, turn, turn + 1))",
            "Atomic.Add(ref _turns, 1) < turn)",
            typeof(WindowInterleavings), nameof(WindowInterleavings.Correct_TwoAnswersOfOneError_CountItOnce)),
        ["A window's refund goes to a part that has begun since"] = new(
            "WindowCounter.cs",
            "if (given == 0 || seen.Age(part) != 0)",
            "if (given == 0)",
            typeof(WindowInterleavings), nameof(WindowInterleavings.Settle_RefundWhileTheWindowMoves_GivesBackOnce)),
    };
}
