using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>Workloads that begin later.</summary>
internal static class WorkloadShifts
{
    /// <summary>The same calls, each later by as much.</summary>
    public static Workload DelayedBy(this Workload workload, TimeSpan by) => new(workload.Name, workload.Calls.Select(call => call with { At = call.At + by }));
}
