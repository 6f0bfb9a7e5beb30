using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>How many calls waited at once.</summary>
internal static class MostWaiting
{
    /// <summary>The most, at any time: calls that are sent, and have neither reached the provider that answers them nor ended without an answer.</summary>
    public static int Of(RunResult run)
    {
        IEnumerable<(TimeSpan At, int Change)> changes = run.Calls.SelectMany(call => new[] { (call.SentAt, 1), (EndOfWait(call), -1) });
        int waiting = 0;
        int most = 0;

        // Of what happens at once, ends come first: a call that does not wait is not counted.
        foreach ((_, int change) in changes.OrderBy(change => change.At).ThenBy(change => change.Change))
            most = Math.Max(most, waiting += change);
        return most;
    }

    private static TimeSpan EndOfWait(CallRecord call) => call.Outcome == CallOutcome.Served ? call.SentAt + call.AddedWait : call.EndedAt;
}
