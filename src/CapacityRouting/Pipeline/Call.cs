using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>A call of one kind: its attempt at a route, and its result. A front door has one class for each kind.</summary>
internal abstract class Call<TResult>(RequestDemand demand, RoutingReport report, CancellationToken caller) : CallContext(demand, report, caller)
    where TResult : class
{
    /// <summary>Calls the attempt's route once. A failure of the route is a value; an exception is a fault in the library or in user code.</summary>
    /// <param name="attempt">The attempt. Unless it serves the call, it is over when this returns.</param>
    public abstract ValueTask<AttemptOutcome<TResult>> AttemptAsync(Attempt attempt);
}
