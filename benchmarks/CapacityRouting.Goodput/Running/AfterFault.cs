using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>How much of what is still possible is served once something has gone wrong: before it, every router does well.</summary>
/// <param name="From">When the first fault begins.</param>
/// <param name="Possible">The calls from then on that the oracle, which knows of the fault, serves.</param>
internal sealed record AfterFault(TimeSpan From, double Possible)
{
    /// <summary>Derives the bound once for all contenders; null without a fault, or without a call after it.</summary>
    public static AfterFault? Of(Workload workload, IReadOnlyList<ProviderSettings> providers, TimeSpan patience)
    {
        if (!providers.Any(provider => provider.Faults.Count > 0))
            return null;
        TimeSpan from = providers.SelectMany(provider => provider.Faults).Min(fault => fault.From);
        SimulatedCall[] calls = [.. workload.Calls.Where(call => call.At >= from)];
        return calls.Length == 0 ? null : new(from, FluidOracle.Of(new("after the fault", calls), providers, patience).Requests);
    }

    /// <summary>Calls served in time of those that arrive from the first fault on, of what the oracle serves of them.</summary>
    public double GoodputOf(RunResult run) =>
        run.Calls.Count(call => call.Call.At >= From && call.Outcome == CallOutcome.Served && call.AddedWait <= run.Patience) / Possible;
}
