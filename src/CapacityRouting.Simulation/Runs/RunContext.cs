using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>The parts from which a run makes its router.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Clock">The run's clock; its time is the one to give to the router.</param>
/// <param name="Clients">A client for each provider, the preferred one first.</param>
/// <param name="Providers">The providers behind them. Only the judge may look at them, not a router.</param>
/// <param name="Patience">How long a call may wait for capacity.</param>
/// <param name="Seed">The seed for everything random in the router.</param>
public sealed record RunContext(RunClock Clock, IReadOnlyList<IChatClient> Clients, IReadOnlyList<ProviderSettings> Providers, TimeSpan Patience, int Seed);
