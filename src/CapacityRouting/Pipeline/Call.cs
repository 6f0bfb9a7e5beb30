using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>A call of one kind: how it is attempted at a route, and what it results in. A front door has one class for each kind.</summary>
internal abstract class Call<TResult>(RequestDemand demand, RoutingReport report, CancellationToken caller) : CallContext(demand, report, caller)
    where TResult : class
{
    /// <summary>Calls the attempt's route once. What went wrong there is a value; an exception is a fault in the library or in the user's parts.</summary>
    /// <param name="attempt">The attempt. Unless it serves, it is over when this returns.</param>
    public abstract ValueTask<AttemptOutcome<TResult>> AttemptAsync(Attempt attempt);
}
