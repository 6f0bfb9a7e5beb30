using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>How much of what is still possible is served once something has gone wrong: before it, every router does well.</summary>
internal static class AfterFault
{
    /// <summary>Calls served in time of those that arrive from the first fault on, of what the oracle, which knows of the fault, serves of them; null without a fault.</summary>
    public static double? GoodputOf(RunResult run)
    {
        if (!run.Providers.Any(provider => provider.Faults.Count > 0))
            return null;
        TimeSpan from = run.Providers.SelectMany(provider => provider.Faults).Min(fault => fault.From);
        CallRecord[] calls = [.. run.Calls.Where(call => call.Call.At >= from)];
        if (calls.Length == 0)
            return null;
        OracleBound oracle = FluidOracle.Of(new("after the fault", calls.Select(call => call.Call)), run.Providers, run.Patience);
        return calls.Count(call => call.Outcome == CallOutcome.Served && call.AddedWait <= run.Patience) / oracle.Requests;
    }
}
