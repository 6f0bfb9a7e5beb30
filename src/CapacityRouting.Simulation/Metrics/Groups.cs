namespace CapacityRouting.Simulation.Metrics;

/// <summary>Computes the metrics of each class, or of each tenant.</summary>
internal static class Groups
{
    /// <param name="run">The run.</param>
    /// <param name="said">The group that a call states. If no call states one, there are no groups.</param>
    /// <param name="name">The group of any call, stated or not.</param>
    public static IReadOnlyList<GroupMetrics> By(RunResult run, Func<SimulatedCall, string?> said, Func<SimulatedCall, string> name) =>
        run.Calls.All(call => said(call.Call) is null) ? [] :
        [.. run.Calls.GroupBy(call => name(call.Call), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group], run.Patience))];

    private static GroupMetrics Of(string name, CallRecord[] calls, TimeSpan patience)
    {
        CallRecord[] served = Array.FindAll(calls, call => call.Outcome == CallOutcome.Served);
        TimeSpan[] waits = [.. served.Select(call => call.AddedWait).Order()];
        return new()
        {
            Name = name,
            Offered = calls.Length,
            Served = served.Length,
            Late = served.Count(call => call.AddedWait > patience),
            Refused = calls.Count(call => call.Outcome == CallOutcome.Refused),
            WaitP50 = Measurement.Percentile(waits, 0.5),
            WaitP99 = Measurement.Percentile(waits, 0.99),
        };
    }
}
