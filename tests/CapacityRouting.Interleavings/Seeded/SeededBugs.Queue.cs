namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Of the queue, and of several over one quota.</summary>
internal static partial class SeededBugs
{
    private static Dictionary<string, SeededBug> OfQueue => new(StringComparer.Ordinal)
    {
        ["Who has just joined does not look"] = new(
            "AdmissionQueue.cs",
            "if (isFirst)",
            "if (isFirst && expected.Start <= now)",
            typeof(LineInterleavings), nameof(LineInterleavings.GiveBack_WhileAnotherCalls_LetsItGo)),
        ["Who joins looks before it is in line"] = new(
            "AdmissionQueue.cs",
            """
                    QueueShape shape = QueueShape.Of(waiter, expected.Route, _table.Routes);
                    if (!_line.TryAdd(waiter, shape, expected.Route, _table.Policy.MaxQueueLength, out bool isFirst))
            """,
            """
                    QueueShape shape = QueueShape.Of(waiter, expected.Route, _table.Routes);
                    _dispatcher.Dispatch();
                    bool isFirst = false;
                    if (!_line.TryAdd(waiter, shape, expected.Route, _table.Policy.MaxQueueLength, out _))
            """,
            typeof(LineInterleavings), nameof(LineInterleavings.GiveBack_WhileAnotherCalls_LetsItGo)),
        ["Who comes does not see that others wait"] = new(
            "AdmissionQueue.cs",
            "public ulong Awaited => _line.Awaited |",
            "public ulong Awaited => _line.Awaited * 0 |",
            typeof(QueueInterleavings), nameof(QueueInterleavings.GiveBack_WhileOneWaitsAndAnotherCalls_LetsTheFirstGo)),
        ["A route is not noted at which the first is expected to start"] = new(
            "WaitingLine.cs",
            "if (_expected[route.Index] > 0)",
            "if (_expected[route.Index] > 1)",
            typeof(QueueInterleavings), nameof(QueueInterleavings.GiveBack_WhileOneWaitsAndAnotherCalls_LetsTheFirstGo)),
        ["Who has left the line is let go"] = new(
            "GuardedLine.cs",
            """
                        if (!waiter.IsWaiting)
                            return false;
                        waiter.Ticket.Charged(this, _line.Charge(waiter), waiter.Tokens);
                        return _line.Remove(waiter);
            """,
            """
                        waiter.Ticket.Charged(this, _line.Charge(waiter), waiter.Tokens);
                        _line.Remove(waiter);
                        return true;
            """,
            typeof(LineInterleavings), nameof(LineInterleavings.Cancel_WhileItsTurnComes_LeavesTheSlotToTheNext)),
        ["What was taken for who has left is kept"] = new(
            "Dispatcher.cs",
            "admission.GiveBack(clock.Now);",
            "_ = admission;",
            typeof(LineInterleavings), nameof(LineInterleavings.Cancel_WhileItsTurnComes_LeavesTheSlotToTheNext)),
        ["What was taken for who is let go as it is cancelled is kept"] = new(
            "AdmissionQueue.cs",
            "waiter.GiveBack(_clock.Now);",
            "_ = waiter;",
            typeof(LineInterleavings), nameof(LineInterleavings.Cancel_WhileItsTurnComes_LeavesTheSlotToTheNext)),
        ["Who leaves the line tells nobody behind it"] = new(
            "AdmissionQueue.cs",
            """
                    // A waiter behind it may be able to start now.
                    _dispatcher.Dispatch();
            """,
            "",
            typeof(QueueInterleavings), nameof(QueueInterleavings.Cancel_OneThatWaitsForMoreWhileAnotherCalls_LetsThatGo)),
        ["Of two shapes that wait for a route the first to leave ends the watch"] = new(
            "WatchedRoutes.cs",
            "if (--_watched[slots] == 0)",
            "if (--_watched[slots] >= 0)",
            typeof(QueueInterleavings), nameof(QueueInterleavings.Cancel_OneOfAnotherSizeWhileACallEnds_LetsTheOtherGo)),
        ["A line that is closed lets in"] = new(
            "GuardedLine.cs",
            "if (_isClosed)",
            "if (_isClosed && longest == 0)",
            typeof(QueueInterleavings), nameof(QueueInterleavings.Dispose_WhileOneJoins_EndsTheWait)),
        ["A router that is disposed keeps its turn"] = new(
            "Dispatcher.cs",
            """
                    Dispatch();
                    _alarm?.Dispose();
            """,
            "_alarm?.Dispose();",
            typeof(SharedInterleavings), nameof(SharedInterleavings.Dispose_OfOneWhileACallOfTheOtherJoins_LetsItGo)),
        ["Other lines are not told whose turn has come"] = new(
            "Dispatcher.cs",
            "pass.TellOthers();",
            "",
            typeof(SharedInterleavings), nameof(SharedInterleavings.Cancel_OfOneWhileACallOfTheOtherJoins_LetsItGo)),
        ["A line that comes to wait for its turn does not look again"] = new(
            "Dispatcher.cs",
            "if (quota.Turns.Enter(queue))",
            "if (quota.Turns.Enter(queue) && line.Count == 0)",
            typeof(SharedInterleavings), nameof(SharedInterleavings.Dispose_OfOneWhileACallOfTheOtherJoins_LetsItGo)),
        ["Lines come to wait for their turns without a lock"] = new(
            "QuotaTurns.cs",
            """
                    lock (_gate)
                    {
                        if (Find(line) is not null)
            """,
            """
                    {
                        if (Find(line) is not null)
            """,
            typeof(SharedInterleavings), nameof(SharedInterleavings.Enter_TwoAtOnce_WaitBothAndOneHasItsTurn)),
        ["A line comes to wait for its turn without a fence"] = new(
            "QuotaTurns.cs",
            "Atomic.Exchange(ref _claims, [.. claims, new(",
            "Atomic.VolatileWrite(ref _claims, [.. claims, new(",
            typeof(SharedInterleavings), nameof(SharedInterleavings.Took_WhileAnotherEnters_SeesItOrIsSeen)),
        ["What a line takes is counted by a read and a write"] = new(
            "QuotaTurns.cs",
            "Atomic.Add(ref _taken, tokens);",
            "Atomic.Exchange(ref _taken, Taken + tokens);",
            typeof(SharedInterleavings), nameof(SharedInterleavings.Took_TwoCallsAtOnce_CountBoth)),
        ["Whether others wait is asked without a lock as a line leaves"] = new(
            "QuotaTurns.cs",
            """
                    lock (_gate)
                    {
                        QuotaTurn[] claims = Atomic.VolatileRead(in _claims);
                        if (Find(line) is null)
            """,
            """
                    {
                        QuotaTurn[] claims = Atomic.VolatileRead(in _claims);
                        if (Find(line) is null)
            """,
            typeof(SharedInterleavings), nameof(SharedInterleavings.Exit_WhileAnotherEnters_TellsItOrIsGoneBefore)),
    };
}
