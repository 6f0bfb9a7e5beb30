namespace CapacityRouting.Simulation;

/// <summary>The record of a run: the outcomes of the calls, and the visits of the providers.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Workload">The calls that were made.</param>
/// <param name="Providers">The providers, the preferred one first.</param>
/// <param name="Calls">The outcome of every call.</param>
/// <param name="Visits">Every request that reached a provider, in the order of arrival.</param>
/// <param name="Samples">How the routes stood from time to time, if that was asked for.</param>
/// <param name="Patience">How long a call may wait for capacity.</param>
public sealed record RunResult(
    Workload Workload,
    IReadOnlyList<ProviderSettings> Providers,
    IReadOnlyList<CallRecord> Calls,
    IReadOnlyList<ProviderVisit> Visits,
    IReadOnlyList<RunSample> Samples,
    TimeSpan Patience);
