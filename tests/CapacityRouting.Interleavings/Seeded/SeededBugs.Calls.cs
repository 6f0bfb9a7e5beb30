namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Of attempts, of what they report, and of their timers.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfCalls => new(StringComparer.Ordinal)
    {
        ["An attempt ends by a read and a write"] = new(
            "Attempt.cs",
            "int before = Atomic.Exchange(ref _state, Over);",
            "int before = Atomic.VolatileRead(in _state); Atomic.VolatileWrite(ref _state, Over);",
            typeof(AttemptInterleavings), nameof(AttemptInterleavings.End_TwoOutcomesAtOnce_OneTakesEffect)),
        ["A send is noted without a fence"] = new(
            "Attempt.cs",
            "Atomic.Exchange(ref _sent, 1);",
            "Atomic.VolatileWrite(ref _sent, 1);",
            typeof(AttemptInterleavings), nameof(AttemptInterleavings.Send_WhileItIsAbandoned_IsChargedIfItIsSent)),
        ["A send is noted after it was asked whether the attempt is over"] = new(
            "Attempt.cs",
            """
                    Atomic.Exchange(ref _sent, 1);
                    if (Atomic.VolatileRead(in _state) == Over)
                        throw new OperationCanceledException();
            """,
            """
                    if (Atomic.VolatileRead(in _state) == Over)
                        throw new OperationCanceledException();
                    Atomic.Exchange(ref _sent, 1);
            """,
            typeof(AttemptInterleavings), nameof(AttemptInterleavings.Send_WhileItIsAbandoned_IsChargedIfItIsSent)),
        ["An attempt that is over is accepted"] = new(
            "Attempt.cs",
            "if (!Atomic.CompareAndSwap(ref _state, Open, Accepted))",
            "int before = Atomic.VolatileRead(in _state); Atomic.VolatileWrite(ref _state, Accepted); if (before != Open)",
            typeof(AttemptInterleavings), nameof(AttemptInterleavings.TryAccept_WhileItIsAbandoned_HasOneOutcome)),
        ["Two attempts win"] = new(
            "CallContext.cs",
            "Atomic.CompareAndSwap(ref _winner, null, attempt) || ReferenceEquals(Atomic.VolatileRead(in _winner), attempt);",
            "Atomic.VolatileRead(in _winner) is null ? Atomic.Exchange(ref _winner, attempt) != attempt : ReferenceEquals(Atomic.VolatileRead(in _winner), attempt);",
            typeof(AttemptInterleavings), nameof(AttemptInterleavings.TryWin_ByTwoAttempts_OneWins)),
        ["A completed attempt does not ask whether it has won"] = new(
            "Attempt.cs",
            """
                    if (Call.TryWin(this))
                        return End(
            """,
            """
                    if (Call.TryWin(this) || IsSent)
                        return End(
            """,
            typeof(AttemptInterleavings), nameof(AttemptInterleavings.Complete_TwoAttemptsOfOneCall_OneWins)),
        ["The slot of a probe is free before the probe is given back"] = new(
            "Attempt.Outcomes.cs",
            """
                    if (IsProbe && !_hasVerdict)
                        Route.Undecided(StartedAt, now);
                    _hasVerdict = true;
                    if (IsSent)
            """,
            """
                    if (IsSent)
            """,
            typeof(LineInterleavings), nameof(LineInterleavings.Abandon_AProbeWhileOneCalls_PassesTheProbeOn)),
        ["A note replaces what another attempt has noted"] = new(
            "RoutingReport.cs",
            "while (!Atomic.CompareAndSwap(ref list, before, change(before, argument)));",
            "while (ReferenceEquals(Atomic.Exchange(ref list, change(before, argument)), list));",
            typeof(ReportInterleavings), nameof(ReportInterleavings.Note_ByTwoAttempts_HasBothInOrder)),
        ["Tokens that two attempts used are counted once"] = new(
            "RoutingReport.cs",
            "while (!Atomic.CompareAndSwap(ref _actualTokens, before, (int)Math.Min(Math.Max(before, 0) + reported, int.MaxValue)));",
            "while (Atomic.Exchange(ref _actualTokens, (int)Math.Min(Math.Max(before, 0) + reported, int.MaxValue)) == int.MinValue);",
            typeof(ReportInterleavings), nameof(ReportInterleavings.Used_ByTwoAttempts_AddsBoth)),
        ["A time is set without a fence"] = new(
            "AttemptTimer.cs",
            "Atomic.Exchange(ref _due, due);",
            "Atomic.VolatileWrite(ref _due, due);",
            typeof(TimerInterleavings), nameof(TimerInterleavings.RunOutAt_WhileTheTimerFires_RunsOutInTime)),
        ["A timer that is put off is put off further than the time that is set meanwhile"] = new(
            "AttemptTimer.cs",
            "if (!Atomic.CompareAndSwap(ref _firesAt, Clock.Never, due))",
            "if (Atomic.Exchange(ref _firesAt, due) == due)",
            typeof(TimerInterleavings), nameof(TimerInterleavings.RunOutAt_EarlierWhileTheTimerIsPutOff_RunsOutInTime)),
        ["Who has started the timer does not look whether another time is set"] = new(
            "AttemptTimer.cs",
            "while (firesAt != Atomic.VolatileRead(in _firesAt));",
            "while (firesAt > Clock.Never);",
            typeof(TimerInterleavings), nameof(TimerInterleavings.RunOutAt_EarlierWhileTheTimerIsPutOff_RunsOutInTime)),
        ["A timer looks what is due before it has fired"] = new(
            "AttemptTimer.cs",
            """
                    Atomic.Exchange(ref _firesAt, Clock.Never);
                    long now = _clock.Now;
                    long due = Atomic.VolatileRead(in _due);
            """,
            """
                    long now = _clock.Now;
                    long due = Atomic.VolatileRead(in _due);
                    Atomic.Exchange(ref _firesAt, Clock.Never);
            """,
            typeof(TimerInterleavings), nameof(TimerInterleavings.RunOutAt_WhileTheTimerFires_RunsOutInTime)),
    };
}
