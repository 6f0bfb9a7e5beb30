namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Of gates, cooldowns, closures and the budget of retries.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfGates => new(StringComparer.Ordinal)
    {
        ["A probe passes by a read and a write"] = new(
            "ProbeGate.cs",
            "return until <= now && Atomic.CompareAndSwap(ref _until, until, now + nextProbeAfter);",
            "if (until > now) return false; Atomic.VolatileWrite(ref _until, now + nextProbeAfter); return true;",
            typeof(GateInterleavings), nameof(GateInterleavings.TryPass_WhenAProbeIsDue_LetsExactlyOneThrough)),
        ["A gate is shut by a read and a write"] = new(
            "ProbeGate.cs",
            "public bool ShutUntil(long until) => Atomic.Exchange(ref _until, until) == Open;",
            "public bool ShutUntil(long until) { bool was = IsShut; Atomic.VolatileWrite(ref _until, until); return !was; }",
            typeof(GateInterleavings), nameof(GateInterleavings.ShutUntil_FromSeveral_OneFindsItOpen)),
        ["A probe that is given back shuts a gate that opens"] = new(
            "ProbeGate.cs",
            "Atomic.CompareAndSwap(ref _until, mark, now);",
            "Atomic.VolatileWrite(ref _until, now);",
            typeof(HealthInterleavings), nameof(HealthInterleavings.LetNextPass_WhileTheGateReopens_LeavesItOpen)),
        ["A gate that is kept shut is shut that opens"] = new(
            "ProbeGate.cs",
            "if (Atomic.CompareAndSwap(ref _until, seen, until))",
            "if (Atomic.Exchange(ref _until, until) != until)",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Raise_WhileTheGateReopens_LeavesItOpen)),
        ["Those who come back come by a read and a write"] = new(
            "Cooldown.cs",
            "return turn <= now && Atomic.CompareAndSwap(ref _nextReturn, turn, now + _betweenReturns);",
            "if (turn > now) return false; Atomic.VolatileWrite(ref _nextReturn, now + _betweenReturns); return true;",
            typeof(HealthInterleavings), nameof(HealthInterleavings.TryPass_InATrial_LetsExactlyOneThrough)),
        ["Each attempt of an episode is a strike"] = new(
            "Cooldown.cs",
            "if (opens && Atomic.CompareAndSwap(ref _until, until, end))",
            "if (opens && Atomic.Exchange(ref _until, end) < end)",
            typeof(GateInterleavings), nameof(GateInterleavings.Strike_TwoAttemptsOfOneEpisode_AddOneStrike)),
        ["A strike is counted before its time is set"] = new(
            "Cooldown.cs",
            "if (opens && Atomic.CompareAndSwap(ref _until, until, end))",
            "if (opens) Atomic.VolatileWrite(ref _strikes, strikes); if (opens && Atomic.CompareAndSwap(ref _until, until, end)) { } else if (opens)",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Strike_WhileAnEarlierCallSucceeds_StaysATrial)),
        ["Each attempt of an episode shuts a step further"] = new(
            "Lockout.cs",
            "bool isSameEpisode = attemptStart <= shutAt || !Atomic.CompareAndSwap(ref _shutAt, shutAt, now);",
            "bool isSameEpisode = attemptStart <= shutAt; Atomic.RaiseTo(ref _shutAt, now);",
            typeof(GateInterleavings), nameof(GateInterleavings.Shut_TwoAttemptsOfOneEpisode_AreOneStepAndOneNews)),
        ["A success looks when it was shut before whether it is"] = new(
            "Lockout.cs",
            "while (_gate.Mark is var mark && ProbeGate.IsShutAt(mark) && attemptStart > Atomic.VolatileRead(in _shutAt))",
            "while (attemptStart > Atomic.VolatileRead(in _shutAt) && _gate.Mark is var mark && ProbeGate.IsShutAt(mark))",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Shut_WhileAnEarlierCallSucceeds_StaysShut)),
        ["A gate is opened that was shut anew"] = new(
            "ProbeGate.cs",
            "Atomic.CompareAndSwap(ref _until, mark, Open);",
            "Atomic.Exchange(ref _until, Open) != Open;",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Succeeded_WhileItIsShutAnew_LeavesItShut)),
        ["A success does not open what the next probe has passed"] = new(
            "Lockout.cs",
            """
                        if (_gate.TryReopen(mark))
                            return;
            """,
            """
                        _gate.TryReopen(mark);
                        return;
            """,
            typeof(HealthInterleavings), nameof(HealthInterleavings.Succeeded_WhileTheNextProbePasses_OpensIt)),
        ["A probe without a verdict marks the gate after it has looked when it was shut"] = new(
            "Lockout.cs",
            """
                    long mark = _gate.Mark;
                    if (attemptStart > Atomic.VolatileRead(in _shutAt))
                        _gate.LetNextPass(mark, now);
            """,
            """
                    if (attemptStart > Atomic.VolatileRead(in _shutAt))
                        _gate.LetNextPass(_gate.Mark, now);
            """,
            typeof(HealthInterleavings), nameof(HealthInterleavings.Undecided_WhileItIsShutAnew_MakesNoProbeDue)),
        ["A circuit opens by a read and a write"] = new(
            "ProbeGate.cs",
            "public bool TryShutUntil(long until) => Atomic.CompareAndSwap(ref _until, Open, until);",
            "public bool TryShutUntil(long until) { if (IsShut) return false; Atomic.VolatileWrite(ref _until, until); return true; }",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Failed_TwoAtOnce_OpenOnce)),
        ["A circuit that opens forgets that an operator isolated it"] = new(
            "ProbeGate.cs",
            "public bool TryShutUntil(long until) => Atomic.CompareAndSwap(ref _until, Open, until);",
            "public bool TryShutUntil(long until) => ShutUntil(until);",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Isolate_WhileAFailureOpens_StaysIsolated)),
        ["A circuit is open before it is known since when"] = new(
            "Breaker.cs",
            """
                    Atomic.RaiseTo(ref _evidenceFrom, now);
            """,
            "bool first = _gate.TryShutUntil(now + _probes.First); Atomic.RaiseTo(ref _evidenceFrom, now); if (first) return true;",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Succeeded_OfBeforeItOpened_LeavesItOpen)),
        ["A success does not close the circuit that the next probe has passed"] = new(
            "Breaker.cs",
            """
                        if (_gate.TryReopen(mark))
                            return true;
            """,
            "return _gate.TryReopen(mark);",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Succeeded_WhileTheNextProbePassesTheCircuit_ClosesIt)),
        ["Timeouts in a row are counted by a read and a write"] = new(
            "Breaker.cs",
            "if (Atomic.CompareAndSwap(ref _timeouts, seen, next))",
            "Atomic.VolatileWrite(ref _timeouts, next); if (next.Length > 0)",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Failed_TwoTimeoutsAtOnce_AreTwoInARow)),
        ["Callers are passed by by a read and a write"] = new(
            "Breaker.cs",
            "if (Atomic.CompareAndSwap(ref _passingBy, left, left - 1))",
            "Atomic.VolatileWrite(ref _passingBy, left - 1); if (left > 0)",
            typeof(HealthInterleavings), nameof(HealthInterleavings.TryPass_AfterAHang_LetsTheFifthThrough)),
        ["Outcomes are counted by a read and a write"] = new(
            "OutcomeWindow.cs",
            "if (Atomic.CompareAndSwap(ref word, seen, slice.Plus(failed).ToWord()))",
            "Atomic.VolatileWrite(ref word, slice.Plus(failed).ToWord()); if (seen != word)",
            typeof(HealthInterleavings), nameof(HealthInterleavings.Note_OutcomesOfSeveral_CountsEach)),
        ["A clock that went back is mended by each that reads it"] = new(
            "SteadyTime.cs",
            "Atomic.CompareAndSwap(ref _offset, offset, offset + last - now);",
            "Atomic.Add(ref _offset, last - now);",
            typeof(HealthInterleavings), nameof(HealthInterleavings.GetTimestamp_OfAClockThatWentBack_GoesOnFromTheLastOnce)),
        ["A free retry is spent by a read and a write"] = new(
            "RetryBudget.cs",
            "if (Atomic.CompareAndSwap(ref _freeAt, seen, Math.Max(seen, now) + _perFree))",
            "Atomic.VolatileWrite(ref _freeAt, Math.Max(seen, now) + _perFree); if (seen < Clock.Never)",
            typeof(BudgetInterleavings), nameof(BudgetInterleavings.TrySpend_TheLastFreeOne_IsSpentOnce)),
        ["A saved retry is spent by a read and a write"] = new(
            "RetryBudget.cs",
            "if (Atomic.CompareAndSwap(ref _saved, seen, seen - Scale))",
            "Atomic.VolatileWrite(ref _saved, seen - Scale); if (seen >= Scale)",
            typeof(BudgetInterleavings), nameof(BudgetInterleavings.TrySpend_TheLastSavedOne_IsSpentOnce)),
        ["What is earned brings back what was spent"] = new(
            "RetryBudget.cs",
            "Atomic.CompareAndSwap(ref _saved, seen, seen + _earned);",
            "Atomic.VolatileWrite(ref _saved, seen + _earned);",
            typeof(BudgetInterleavings), nameof(BudgetInterleavings.Earn_WhileOthersSpend_BringsNothingBack)),
        ["A word is raised by a read and a write"] = new(
            "Atomic.cs",
            """
                        if (CompareAndSwap(ref word, seen, value))
                            return true;
            """,
            """
                    {
                        VolatileWrite(ref word, value);
                        return true;
                    }
            """,
            typeof(GateInterleavings), nameof(GateInterleavings.RaiseTo_FromSeveral_EndsAtTheHighest)),
    };
}
